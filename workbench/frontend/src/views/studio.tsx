// The whole app in a browser window: rail, top bar, the page in the middle, foot.

import { useProject } from "../project.ts";
import type { ViewProps } from "./index.ts";

export function Studio({ project }: ViewProps) {
  const view = useProject(project, (seen) => seen);
  return (
    <main>
      <h1>{view.folder}</h1>
      <p>{Object.keys(Object.values(view.tree.bots)[0]?.topics ?? {}).join(", ")}</p>
      <p>{view.issues.length} issues</p>
    </main>
  );
}
