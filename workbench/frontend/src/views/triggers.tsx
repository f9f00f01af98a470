// The table of triggers alone, for notebooks.

import { useState } from "react";
import { Troubles } from "../frame/troubles.tsx";
import { Triggers } from "../triggers/index.tsx";
import { beginning } from "./beginning.ts";
import type { ViewProps } from "./index.ts";

export function TriggerTable({ project, settings }: ViewProps) {
  const [stage] = useState(() => beginning(project.current, settings));
  return (
    <>
      <Triggers project={project} stage={stage} />
      <Troubles project={project} />
    </>
  );
}
