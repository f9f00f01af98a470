// The questions that the canvas asks: what to delete, a new id, another topic, where to connect.

import { useMemo, useState } from "react";
import { isId } from "../graph/ids.ts";
import { homes } from "../graph/places.ts";
import { arrivals } from "../graph/remove.ts";
import { renameNode } from "../graph/rename.ts";
import { inLanguage, useWords, type Words } from "../words.ts";
import { useDesk, useDoing, useSeen, useView } from "./desk.ts";
import { Help } from "./help.tsx";
import { JoinPanel } from "./join_panel.tsx";
import { Panel } from "./panel.tsx";
import { removeNow } from "./removing.ts";
import { moveSelectionTo } from "./topic_acts.ts";

const WORDS = {
  delete: { es: "¿Borrar {n} {n|nodo|nodos}?", en: "Delete {n} {n|node|nodes}?", pt: "Apagar {n} {n|nó|nós}?" },
  led: { es: "Esto lleva ahí desde otro lado, y quedaría sin destino:", en: "This leads there from elsewhere, and would lead nowhere:", pt: "Isto leva até ali de outro lugar, e ficaria sem destino:" },
  more: { es: "y {n} más", en: "and {n} more", pt: "e mais {n}" },
  deleteAll: { es: "Borrar igual", en: "Delete anyway", pt: "Apagar mesmo assim" },
  cancel: { es: "Dejar como está", en: "Leave it", pt: "Deixar como está" },
  rename: { es: "Cambiar el id", en: "Change the id", pt: "Mudar o id" },
  renameHint: { es: "Cambia en todo el bot: conexiones y saltos lo siguen. Las conversaciones en curso esperan por el id anterior.", en: "Changes in the whole bot: edges and jumps follow. Live conversations wait by the old id.", pt: "Muda no bot inteiro: conexões e saltos o seguem. Conversas em curso esperam pelo id anterior." },
  taken: { es: "Ese id ya está en el tema «{topic}».", en: "That id is in the topic “{topic}” already.", pt: "Esse id já está no tópico «{topic}»." },
  notId: { es: "Solo letras, cifras, _ y -.", en: "Letters, digits, _ and - only.", pt: "Só letras, algarismos, _ e -." },
  keep: { es: "Cambiar", en: "Change", pt: "Mudar" },
  move: { es: "Mover a otro tema", en: "Move to another topic", pt: "Mover para outro tópico" },
} satisfies Words<string>;

export function Panels() {
  const panel = useDoing((doing) => doing.panel);
  const deleting = useDoing((doing) => doing.deleting);
  const joining = useDoing((doing) => doing.joining);
  if (deleting) return <DeletePanel ids={deleting} />;
  if (joining) return <JoinPanel joining={joining} />;
  if (panel === "rename") return <RenamePanel />;
  if (panel === "move") return <MovePanel />;
  return panel === "help" ? <Help /> : null;
}

const SHOWN = 6;

function DeletePanel({ ids }: { ids: readonly string[] }) {
  const desk = useDesk();
  const say = useWords(WORDS);
  const found = arrivals(desk.tree, desk.canvas.bot, new Set(ids), desk.project.current.catalogue);
  const close = () => desk.doing.set({ deleting: undefined });
  const language = desk.stage.current.language;
  return (
    <Panel title={say("delete", { n: ids.length })} onClose={close}>
      <p>{say("led")}</p>
      <ul className="tw-question-list">
        {found.slice(0, SHOWN).map(({ topic, node, port }) => {
          const there = desk.bot?.topics[topic];
          const title = there?.nodes?.[node]?.title || node;
          return (
            <li key={`${node}:${port ?? ""}`}>
              <button className="tw-link" onClick={() => (close(), desk.stage.goTo({ bot: desk.canvas.bot, topic, node }))}>
                {inLanguage(there?.title, language) || topic} › {title}{port ? ` · ${port}` : ""}
              </button>
            </li>
          );
        })}
        {found.length > SHOWN && <li>{say("more", { n: found.length - SHOWN })}</li>}
      </ul>
      <div className="tw-question-acts">
        <button className="tw-button" onClick={() => (close(), desk.focus())}>{say("cancel")}</button>
        <button className="tw-button tw-button--primary" data-first onClick={() => (close(), removeNow(desk, ids))}>{say("deleteAll")}</button>
      </div>
    </Panel>
  );
}

function RenamePanel() {
  const desk = useDesk();
  const say = useWords(WORDS);
  const from = useSeen((seen) => seen.nodes[0] ?? "");
  const [to, setTo] = useState(from);
  const home = desk.bot && to !== from ? homes(desk.bot).get(to) : undefined;
  const fault = !isId(to) ? say("notId") : home !== undefined ? say("taken", { topic: home }) : "";
  const close = () => desk.doing.set({ panel: "none" });
  const keep = () => {
    if (fault) return;
    desk.edit(renameNode(desk.tree, desk.canvas, from, to, desk.project.current.catalogue), "renamed", { from, to });
    desk.select([to]);
    close();
    desk.focus();
  };
  return (
    <Panel title={say("rename")} onClose={close}>
      <form onSubmit={(event) => (event.preventDefault(), keep())}>
        <input
          className="tw-input" aria-label={say("rename")} value={to} aria-invalid={Boolean(fault)} spellCheck={false}
          onChange={(event) => setTo(event.target.value.trim())} onFocus={({ target }) => target.select()}
        />
        <p className={fault ? "tw-question-fault" : "tw-question-hint"} role={fault ? "alert" : undefined}>{fault || say("renameHint")}</p>
        <div className="tw-question-acts">
          <button className="tw-button tw-button--primary" disabled={Boolean(fault) || to === from}>{say("keep")}</button>
        </div>
      </form>
    </Panel>
  );
}

function MovePanel() {
  const desk = useDesk();
  const say = useWords(WORDS);
  const { bot, topic } = desk.canvas;
  const language = useSeen((seen) => seen.language);
  const topics = useView(({ tree }) => tree.bots[bot]?.topics);
  const others = useMemo(() => Object.entries(topics ?? {}).filter(([id]) => id !== topic), [topics, topic]);
  const close = () => desk.doing.set({ panel: "none" });
  return (
    <Panel title={say("move")} onClose={close}>
      <ul className="tw-question-list tw-question-list--tall">
        {others.map(([id, { title }], index) => (
          <li key={id}>
            <button
              className="tw-topic" {...(index === 0 ? { "data-first": true } : {})} dir="auto"
              onClick={() => (close(), moveSelectionTo(desk, id), desk.focus())}
            >
              {inLanguage(title, language) || id}
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
