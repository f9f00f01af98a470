// The canvas of one topic, as notebooks and JupyterLab show it.

import { useEffect, useState } from "react";
import { Inspector } from "../forms/index.tsx";
import { Sheet } from "../frame/sheet.tsx";
import { Troubles } from "../frame/troubles.tsx";
import type { Project } from "../project.ts";
import type { Stage, Overlay } from "../stage.ts";
import { beginning } from "../views/beginning.ts";
import type { ViewProps } from "../views/index.ts";
import { Flows } from "./flows.tsx";

export function CanvasAlone({ project, settings }: ViewProps) {
  const [stage] = useState(() => beginning(project.current, settings));
  const topic = settings["topic"];
  useEffect(() => {
    if (typeof topic === "string" && topic !== stage.current.topic) stage.set({ topic, nodes: [] });
  }, [stage, topic]);
  const [overlays] = useState(() => (settings["overlays"] ?? []) as Overlay[]);
  useEffect(() => overlays.forEach((overlay) => stage.overlay(overlay)), [stage, overlays]);
  useHost(project, stage, settings["tells"] === true);
  return (
    <>
      <Flows project={project} stage={stage} isAlone>
        {settings["form"] !== false && <Inspector project={project} stage={stage} />}
      </Flows>
      <Sheet project={project} stage={stage} />
      <Troubles project={project} />
    </>
  );
}

/** Draws what the host says over the flow, goes where it says, and tells it what is selected where
 * it wants to know. */
function useHost(project: Project, stage: Stage, tells: boolean): void {
  useEffect(() => project.host.hear<Overlay>("overlay", (overlay) => stage.overlay(overlay)), [project, stage]);
  useEffect(() => project.host.hear<{ bot: string; topic: string }>("place", (place) => stage.set({ ...place, nodes: [] })), [project, stage]);
  useEffect(() => {
    if (!tells) return;
    let known = "";
    return stage.subscribe(() => {
      const { topic, nodes } = stage.current;
      const now = JSON.stringify([topic, nodes]);
      if (now === known) return;
      known = now;
      void project.host.ask("view.selected", { topic, nodes });
    });
  }, [project, stage, tells]);
}
