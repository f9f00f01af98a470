// The page of flows: the canvas, and on the right the form, the simulator, previews.

import { Flows } from "../flows/index.ts";
import { Aside } from "./aside.tsx";
import type { PageProps } from "./index.ts";

export function FlowsPage({ project, stage }: PageProps) {
  return (
    <Flows project={project} stage={stage}>
      <Aside project={project} stage={stage} />
    </Flows>
  );
}
