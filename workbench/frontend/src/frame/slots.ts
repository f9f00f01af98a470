// Places of the frame that other families fill: a component a name. An empty place is not drawn.

import type { ComponentType } from "react";
import { CommandSheet } from "../flows/command_sheet.tsx";
import { FindSheet } from "../flows/find_sheet.tsx";
import type { PageProps } from "../pages/index.ts";
import { PreviewSheet } from "../preview/index.tsx";
import { ModelSummary } from "./model_summary.tsx";
import { Published } from "./published.tsx";
import { CoverageSummary, TestsSummary } from "./tests_summary.tsx";

export interface SheetProps extends PageProps {
  close(): void;
}

/** What can lie over the page (`stage.set({sheet})`): find (Ctrl+F), palette (Ctrl+K)... */
export const SHEETS: Record<string, ComponentType<SheetProps>> = { find: FindSheet, palette: CommandSheet, preview: PreviewSheet };

/** In the top bar: what is published, how the tests stand. */
export const TOP: ComponentType<PageProps>[] = [Published, TestsSummary];

/** In the foot, beside the counts: what holds of the whole bot. */
export const FOOT: ComponentType<PageProps>[] = [CoverageSummary, ModelSummary];
