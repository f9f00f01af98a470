// The page of flows: the canvas, and on the right the form of what is selected.

import { Flows } from "../flows/index.ts";
import { Inspector } from "../forms/index.tsx";
import type { PageProps } from "./index.ts";

export function FlowsPage({ project, stage }: PageProps) {
  return (
    <Flows project={project} stage={stage}>
      <Inspector project={project} stage={stage} />
    </Flows>
  );
}
