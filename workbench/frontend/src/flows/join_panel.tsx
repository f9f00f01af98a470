// Connecting by keyboard: choose the port, then the node it is to lead to.

import { useCallback, useMemo } from "react";
import { type Choice, Chooser } from "../parts/chooser.tsx";
import { Glyph } from "../parts/glyph.tsx";
import { inLanguage, useWords, type Words } from "../words.ts";
import { type Desk, useDesk, useSeen, useView } from "./desk.ts";
import type { Joining } from "./doing.ts";
import { folded } from "./folded_text.ts";
import { join } from "./joining.ts";
import { Panel } from "./panel.tsx";

const WORDS = {
  port: { es: "Conectar «{title}»: ¿qué salida?", en: "Connect “{title}”: which way out?", pt: "Conectar «{title}»: qual saída?" },
  press: { es: "Pulse su número", en: "Press its number", pt: "Pressione seu número" },
  target: { es: "«{port}» lleva a…", en: "“{port}” leads to…", pt: "«{port}» leva a…" },
  search: { es: "Título, texto o id del nodo", en: "Title, text or id of the node", pt: "Título, texto ou id do nó" },
  none: { es: "Ningún nodo se llama así.", en: "No node is called that.", pt: "Nenhum nó tem esse nome." },
  other: { es: "en {topic}", en: "in {topic}", pt: "em {topic}" },
} satisfies Words<string>;

const MOST = 40;

export function JoinPanel({ joining }: { joining: Joining }) {
  const desk = useDesk();
  const say = useWords(WORDS);
  const rows = desk.scene?.cards.get(joining.node)?.card.rows ?? [];
  const close = () => desk.doing.set({ joining: undefined });
  const choices = rows.map(({ port, label }) => ({ id: port, label }));
  const title = joining.port === undefined
    ? say("port", { title: desk.titleOf(joining.node) })
    : say("target", { port: rows.find(({ port }) => port === joining.port)?.label ?? joining.port });
  return (
    <Panel key={joining.port ?? ""} title={title} onClose={close}>
      {joining.port === undefined ? (
        <Chooser
          label={title} placeholder={say("press")} find={() => choices} isNumbered onClose={() => (close(), desk.focus())}
          onChoose={({ id }) => desk.doing.set({ joining: { ...joining, port: id } })}
        />
      ) : (
        <Targets from={joining.node} label={title} onChoose={(to) => join(desk, to)} onClose={() => (close(), desk.focus())} />
      )}
    </Panel>
  );
}

function Targets({ from, label, onChoose, onClose }: { from: string; label: string; onChoose(id: string): void; onClose(): void }) {
  const desk = useDesk();
  const say = useWords(WORDS);
  const bot = useSeen((seen) => seen.bot);
  const topics = useView(({ tree }) => tree.bots[bot]?.topics);
  const language = useSeen((seen) => seen.language);
  const all = useMemo(() => targetsFrom(desk, from, (topic) => say("other", { topic })), [desk, from, topics, language, say]);
  const find = useCallback((words: string) => {
    const wanted = folded(words);
    return all.filter((one) => one.words.includes(wanted)).slice(0, MOST);
  }, [all]);
  return <Chooser label={label} placeholder={say("search")} none={say("none")} find={find} onChoose={({ id }) => onChoose(id)} onClose={onClose} />;
}

/** Nodes of this topic first, the nearest before others, then those of other topics. */
function targetsFrom(desk: Desk, from: string, inTopic: (topic: string) => string): (Choice & { words: string })[] {
  const { scene, canvas, bot } = desk;
  const start = scene?.places.get(from) ?? { x: 0, y: 0 };
  const far = (id: string) => {
    const { x, y } = scene?.places.get(id) ?? start;
    return Math.hypot(x - start.x, y - start.y);
  };
  const here = [...(scene?.cards.values() ?? [])]
    .filter(({ card }) => card.id !== from)
    .sort((one, other) => far(one.card.id) - far(other.card.id))
    .map(({ card }) => ({
      id: card.id, label: card.title, detail: card.body.slice(0, 60) || card.id, before: <Glyph name={card.icon} size={12} />,
      words: folded(`${card.title} ${card.id} ${card.body}`),
    }));
  const kinds = desk.project.current.catalogue.kinds;
  const elsewhere = Object.entries(bot?.topics ?? {}).filter(([topic]) => topic !== canvas.topic).flatMap(([topic, { title, nodes = {} }]) =>
    Object.entries(nodes).map(([id, node]) => ({
      id, label: node.title || id, detail: inTopic(inLanguage(title, desk.stage.current.language) || topic),
      before: <Glyph name={kinds[node.kind]?.icon ?? ""} size={12} />, words: folded(`${node.title ?? ""} ${id}`),
    })),
  );
  return [...here, ...elsewhere];
}
