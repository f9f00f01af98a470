// The table of triggers alone, for notebooks.

import { useState } from "react";
import { Stage } from "../stage.ts";
import { Triggers } from "../triggers/index.tsx";
import type { ViewProps } from "./index.ts";

export function TriggerTable({ project, settings }: ViewProps) {
  const [stage] = useState(() => {
    const { bots } = project.current.tree;
    const bot = String(settings["bot"] ?? Object.keys(bots)[0] ?? "");
    return new Stage({ page: "triggers", bot, language: String(settings["language"] ?? bots[bot]?.languages[0] ?? "en") });
  });
  return <Triggers project={project} stage={stage} />;
}
