// The views by name: what a host can show.

import type { ComponentType } from "react";
import type { Project } from "../project.ts";
import { CanvasAlone } from "../flows/index.ts";
import { Chat } from "./chat.tsx";
import { Coverage } from "./coverage.tsx";
import { Studio } from "./studio.tsx";
import { TriggerTable } from "./triggers.tsx";

export interface ViewProps {
  project: Project;
  settings: Record<string, unknown>;
}

export const VIEWS: Record<string, ComponentType<ViewProps>> = {
  studio: Studio,
  canvas: CanvasAlone,
  chat: Chat,
  coverage: Coverage,
  triggers: TriggerTable,
};
