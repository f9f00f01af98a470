// The simulator alone, for notebooks.

import { useState } from "react";
import { Troubles } from "../frame/troubles.tsx";
import { Simulator } from "../simulator/index.tsx";
import { beginning } from "./beginning.ts";
import type { ViewProps } from "./index.ts";

export function Chat({ project, settings }: ViewProps) {
  const [stage] = useState(() => beginning(project.current, settings));
  return (
    <>
      <Simulator project={project} stage={stage} />
      <Troubles project={project} />
    </>
  );
}
