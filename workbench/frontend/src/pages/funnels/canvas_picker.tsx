// The canvas to choose a step from: press a node, or one of its ports.

import { useMemo, useState, type MouseEvent } from "react";
import { FlowPicture } from "../../flows/index.ts";
import { namedPorts } from "../../flows/ports.ts";
import { Icon } from "../../parts/icon.tsx";
import { Over } from "../../parts/over.tsx";
import { useProject, type Project } from "../../project.ts";
import { Stage, useStage, type Overlay } from "../../stage.ts";
import { inLanguage, useWords, type Words } from "../../words.ts";
import { firstTopic } from "../../views/beginning.ts";
import { topicOf } from "./step_words.ts";
import type { Choices, Step } from "./types.ts";

const WORDS = {
  title: { es: "Elegir un paso en el lienzo", en: "Choose a step on the canvas", pt: "Escolher um passo no quadro" },
  topics: { es: "Temas", en: "Topics", pt: "Tópicos" },
  hint: { es: "Pulse un nodo, o una de sus salidas.", en: "Press a node, or one of its ways out.", pt: "Pressione um nó, ou uma das suas saídas." },
  came: { es: "Llega a este nodo", en: "Comes to this node", pt: "Chega a este nó" },
  claimed: { es: "El mensaje es de esta intención", en: "The message is of this intent", pt: "A mensagem é desta intenção" },
  left: { es: "Sale por «{port}»", en: "Leaves by “{port}”", pt: "Sai por «{port}»" },
  times: { es: "{count} veces", en: "{count} times", pt: "{count} vezes" },
  close: { es: "Cerrar", en: "Close", pt: "Fechar" },
} satisfies Words<string>;

interface Props {
  project: Project;
  stage: Stage;
  choices: Choices | undefined;
  steps: Step[];
  onPick(step: Step): void;
  onClose(): void;
}

export function CanvasPicker({ project, stage, choices, steps, onPick, onClose }: Props) {
  const words = useWords(WORDS);
  const { bot, language } = stage.current;
  const drawn = useProject(project, (view) => view.tree.bots[bot]);
  const [own] = useState(() => {
    // It opens where the funnel goes on: at the topic of its latest step.
    const last = steps.map(({ node, intent }) => node ?? intent).findLast((id) => id && drawn && topicOf(drawn, id));
    const topic = (last && drawn && topicOf(drawn, last)) || stage.current.topic || firstTopic(drawn?.topics ?? {});
    return new Stage({ bot, topic, language, nodes: last ? [last] : [], overlays: [marked(steps, drawn)] });
  });
  const topic = useStage(own, (seen) => seen.topic);
  const node = useStage(own, (seen) => seen.nodes[0] ?? "");
  const press = (event: MouseEvent) => {
    const target = event.target as Element;
    const port = target.closest<HTMLElement>("[data-port]")?.dataset["port"] ?? target.closest<HTMLElement>("[data-handleid]")?.dataset["handleid"];
    const id = target.closest<HTMLElement>("[data-node]")?.dataset["node"];
    if (id && port) onPick({ step: "port", node: id, port });
  };
  return (
    <Over label={words("title")} onClose={onClose} isWide>
      <div className="tw-pick">
        <header>
          <h2>{words("title")}</h2>
          <p className="tw-note">{words("hint")}</p>
          <button type="button" className="tw-iconbutton" aria-label={words("close")} onClick={onClose}><Icon name="close" /></button>
        </header>
        <nav aria-label={words("topics")}>
          {Object.entries(drawn?.topics ?? {}).map(([name, { title }]) => (
            <button key={name} type="button" aria-current={name === topic} dir="auto" onClick={() => own.set({ topic: name, nodes: [] })}>{inLanguage(title, language) || name}</button>
          ))}
        </nav>
        <div className="tw-pick__canvas" onClick={press}><FlowPicture project={project} stage={own} /></div>
        {node && <Ways project={project} own={own} node={node} choices={choices} onPick={onPick} />}
      </div>
    </Over>
  );
}

interface WaysProps {
  project: Project;
  own: Stage;
  node: string;
  choices: Choices | undefined;
  onPick(step: Step): void;
}

/** What of the pressed node can be a step. */
function Ways({ project, own, node, choices, onPick }: WaysProps) {
  const words = useWords(WORDS);
  const { bot, topic, language } = own.current;
  const drawn = useProject(project, (view) => view.tree.bots[bot]?.topics[topic]?.nodes?.[node]);
  const catalogue = useProject(project, (view) => view.catalogue);
  const ports = useProject(project, (view) => view.ports[bot]?.[topic]?.[node]);
  const counts = useMemo(() => new Map(choices?.choices.map(({ step, count }) => [JSON.stringify(step), count ?? 0])), [choices]);
  if (!drawn) return null;
  const kind = catalogue.kinds[drawn.kind];
  const named = namedPorts(drawn, kind, language);
  const ways: [Step, string][] = [];
  if (drawn.kind === "intent") ways.push([{ step: "intent", intent: node }, words("claimed")]);
  ways.push([{ step: "node", node }, words("came")]);
  for (const port of ports ?? []) ways.push([{ step: "port", node, port }, words("left", { port: named.get(port)?.label || inLanguage(catalogue.ports[port], language) || port })]);
  return (
    <div className="tw-pick__ways" role="group" aria-label={drawn.title || node}>
      <b dir="auto">{drawn.title || inLanguage(kind?.title, language) || node}</b>
      {ways.map(([step, label]) => {
        const count = counts.get(JSON.stringify(step));
        return (
          <button key={label} type="button" className="tw-button" onClick={() => onPick(step)}>
            <span dir="auto">{label}</span>
            {count ? <small>{words("times", { count: count.toLocaleString(project.current.language) })}</small> : null}
          </button>
        );
      })}
    </div>
  );
}

type Topics = Project["current"]["tree"]["bots"][string] | undefined;

/** The steps that the funnel has already, numbered on the canvas. */
function marked(steps: Step[], bot: Topics): Overlay {
  const overlay: Overlay = { name: "funnel-steps", nodes: {}, edges: {} };
  steps.forEach(({ node, intent }, at) => {
    const id = node ?? intent ?? "";
    const topic = bot && id ? topicOf(bot, id) : "";
    if (topic) (overlay.nodes[topic] ??= {})[id] = { tone: "live", label: String(at + 1) };
  });
  return overlay;
}
