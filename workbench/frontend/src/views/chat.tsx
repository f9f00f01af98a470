// The simulator alone, for notebooks.

import { useState } from "react";
import { Stage } from "../stage.ts";
import { Simulator } from "../simulator/index.tsx";
import type { ViewProps } from "./index.ts";

export function Chat({ project, settings }: ViewProps) {
  const [stage] = useState(() => {
    const bot = String(settings["bot"] ?? Object.keys(project.current.tree.bots)[0] ?? "");
    return new Stage({ page: "simulator", bot, aside: "simulator" });
  });
  return <Simulator project={project} stage={stage} />;
}
