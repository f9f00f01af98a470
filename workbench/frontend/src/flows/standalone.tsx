// The canvas of one topic, as notebooks and JupyterLab show it.

import { useEffect, useState } from "react";
import { Stage } from "../stage.ts";
import type { ViewProps } from "../views/index.ts";
import { Flows } from "./flows.tsx";

export function CanvasAlone({ project, settings }: ViewProps) {
  const [stage] = useState(() => new Stage(beginning(project.current, settings)));
  const topic = settings["topic"];
  useEffect(() => {
    if (typeof topic === "string" && topic !== stage.current.topic) stage.set({ topic, nodes: [] });
  }, [stage, topic]);
  return <Flows project={project} stage={stage} isAlone />;
}

function beginning({ tree, language }: ViewProps["project"]["current"], settings: ViewProps["settings"]) {
  const wished = String(settings["bot"] ?? "");
  const bot = tree.bots[wished] ? wished : (Object.keys(tree.bots)[0] ?? "");
  const { topics = {}, languages = [] } = tree.bots[bot] ?? {};
  const topic = String(settings["topic"] ?? Object.keys(topics)[0] ?? "");
  return { bot, topic, language: languages.includes(language) ? language : (languages[0] ?? language) };
}
