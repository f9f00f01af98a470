// The views by name: what a host can show.

import type { ComponentType } from "react";
import type { Project } from "../project.ts";
import { CanvasAlone } from "../flows/index.ts";
import { Chat } from "./chat.tsx";
import { Studio } from "./studio.tsx";
import { TriggerTable } from "./triggers.tsx";

export interface ViewProps {
  project: Project;
  settings: Record<string, unknown>;
}

export const VIEWS: Record<string, ComponentType<ViewProps>> = { studio: Studio, chat: Chat, canvas: CanvasAlone, triggers: TriggerTable };
