// The form of what is selected: a node, or the topic where nothing is.

import type { Project } from "../project.ts";
import type { Stage } from "../stage.ts";
import { useStage } from "../stage.ts";
import { useWords, type Words } from "../words.ts";
import { NodeForm } from "./node_form.tsx";
import { TopicForm } from "./topic_form.tsx";

const WORDS = {
  several: { es: "{count} nodos elegidos", en: "{count} nodes selected", pt: "{count} nós selecionados" },
} satisfies Words<string>;

export function Inspector({ project, stage }: { project: Project; stage: Stage }) {
  const nodes = useStage(stage, (seen) => seen.nodes);
  const word = useWords(WORDS);
  if (nodes.length > 1) return <div className="tw-empty">{word("several", { count: nodes.length })}</div>;
  const node = nodes[0];
  return node ? <NodeForm key={node} project={project} stage={stage} node={node} /> : <TopicForm project={project} stage={stage} />;
}
