// Keys that work on every page. A page's own keys are handled within it.

import { useEffect } from "react";
import type { Project } from "../project.ts";
import type { Stage } from "../stage.ts";

export function useShortcuts(project: Project, stage: Stage): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return;
      const act = actions(project, stage)[(event.shiftKey ? "shift " : "") + event.key.toLowerCase()];
      // In a text field the field's own undo is meant.
      if (act === undefined || (!act.everywhere && inTextField(event))) return;
      event.preventDefault();
      act.act();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [project, stage]);
}

interface Action {
  act(): void;
  everywhere?: boolean;
}

function actions(project: Project, stage: Stage): Record<string, Action> {
  const undo = { act: () => void project.undo() };
  const redo = { act: () => void project.redo() };
  return {
    "z": undo,
    "shift z": redo,
    "y": redo,
    "f": { act: () => stage.set({ sheet: "find" }), everywhere: true },
    "k": { act: () => stage.set({ sheet: "palette" }), everywhere: true },
  };
}

/** Whether the person is writing: in a shadow root too. */
export function inTextField(event: Event): boolean {
  const element = event.composedPath()[0];
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element instanceof HTMLTextAreaElement) return true;
  return element instanceof HTMLInputElement && !["checkbox", "radio", "range", "button", "color"].includes(element.type);
}
