// A node on the canvas.

import { Handle, Position, type NodeProps, useStore } from "@xyflow/react";
import { memo } from "react";
import { Glyph } from "../parts/glyph.tsx";
import type { Mark } from "../stage.ts";
import type { Issue, Severity } from "../types.ts";
import { useWords, type Words } from "../words.ts";
import { type Away, bodyHeight, type Card, headHeight, portY, type Row } from "./card.ts";
import { useDesk, useDoing } from "./desk.ts";
import { InlineText } from "./inline_text.tsx";
import type { CardNode } from "./nodes.ts";

const WORDS = {
  issues: { es: "{n} {n|aviso|avisos}", en: "{n} {n|issue|issues}", pt: "{n} {n|aviso|avisos}" },
  when: { es: "Solo si {when}", en: "Only if {when}", pt: "Só se {when}" },
  pause: { es: "Pausa de {s} s", en: "A pause of {s} s", pt: "Pausa de {s} s" },
  foreign: { es: "Falta el texto en este idioma", en: "The text is missing in this language", pt: "Falta o texto neste idioma" },
  follow: { es: "Ir a {title}", en: "Go to {title}", pt: "Ir para {title}" },
  unfold: { es: "Desplegar {n} {n|nodo|nodos}", en: "Unfold {n} {n|node|nodes}", pt: "Desdobrar {n} {n|nó|nós}" },
  lost: { es: "no existe", en: "does not exist", pt: "não existe" },
  port: { es: "Salida: {label}", en: "Way out: {label}", pt: "Saída: {label}" },
  selected: { es: "seleccionado", en: "selected", pt: "selecionado" },
  ways: { es: "{n} {n|salida|salidas}", en: "{n} {n|way out|ways out}", pt: "{n} {n|saída|saídas}" },
} satisfies Words<string>;

/** Below this scale texts cannot be read: cards are drawn as coloured shapes with a title. */
export const READABLE = 0.42;

export const NodeCard = memo(function NodeCard({ id, data, selected }: NodeProps<CardNode>) {
  const readable = useStore((flow) => flow.transform[2] >= READABLE);
  const { card, marks } = data.drawn;
  const ring = marks.some((mark) => mark.ring);
  const covered = marks.find(({ tone }) => tone === "ok");
  const tone = marks.find((mark) => mark.tone && mark.tone !== "ok")?.tone;
  const classes = [
    "tw-node", `tw-node--${card.family}`, selected && "tw-node--selected", ring && "tw-node--ring",
    covered && "tw-node--covered", tone && `tw-node--${tone}`, data.isChosen && "tw-node--chosen",
  ];
  const name = useName(data, selected);
  return (
    <div className={classes.filter(Boolean).join(" ")} id={`tw-at-${id}`} role="group" aria-label={name} data-node={id}>
      {readable ? <Inside data={data} /> : <Far card={card} />}
    </div>
  );
});

/** What is drawn of a card that is too small to read. React Flow looks for the places of ports in
 * the page whenever a card is drawn for the first time: these are what it looks for. */
function Far({ card }: { card: Card }) {
  return (
    <>
      <div className="tw-node-head tw-node-head--far">{card.title}</div>
      <i className="tw-far-port target" data-handlepos="left" style={{ left: -1, top: headHeight(card) / 2 - 4 }} />
      {card.rows.map(({ port }, index) => (
        <i key={port} className="tw-far-port source" data-handleid={port} data-handlepos="right" style={{ right: -5, top: portY(card, index) - 5 }} />
      ))}
    </>
  );
}

function Inside({ data }: { data: CardNode["data"] }) {
  const { card, issues, marks } = data.drawn;
  return (
    <>
      <Handle type="target" isConnectableStart={false} position={Position.Left} className="tw-port tw-port--in" aria-hidden="true" style={{ top: headHeight(card) / 2 + 1 }} />
      <Head card={card} />
      <Corner issues={issues} marks={marks} />
      <Body card={card} />
      {card.rows.map((row) => (card.hasRows ? <PortRow key={row.port} card={card} row={row} marks={data.drawn.ports.find(([port]) => port === row.port)?.[1]} /> : <PortDot key={row.port} row={row} top={portY(card, 0)} />))}
      {data.folded > 0 && <FoldChip id={card.id} folded={data.folded} />}
    </>
  );
}

function Head({ card }: { card: Card }) {
  const say = useWords(WORDS);
  const isTitled = useDoing(({ editing }) => editing?.node === card.id && editing.path[0] === "title");
  if (isTitled) return <InlineText node={card.id} path={["title"]} text={card.kindTitle ? card.title : ""} oneLine />;
  return (
    <div className="tw-node-head" data-write="title" title={`${card.title} · ${card.id}`} style={{ height: headHeight(card) }}>
      <Glyph name={card.icon} />
      <span className={card.kindBelow ? "tw-node-names" : "tw-node-names tw-node-names--line"}>
        <span className="tw-node-title" dir="auto" style={{ WebkitLineClamp: card.titleLines }}>{card.title}</span>
        {card.kindTitle && <small className={card.kindBelow ? "tw-node-kind tw-node-kind--below" : "tw-node-kind"}>{card.kindTitle}</small>}
      </span>
      <span className="tw-node-signs">
        {card.when && <span className="tw-sign" title={say("when", { when: card.when })}><Glyph name="branch" size={11} /></span>}
        {card.pause_ms !== undefined && (
          <span className="tw-sign" title={say("pause", { s: card.pause_ms / 1000 })}><Glyph name="wait" size={11} /></span>
        )}
        {card.note && <span className="tw-sign" title={card.note}><Glyph name="note" size={11} /></span>}
      </span>
    </div>
  );
}

/** Counts and issues, on the card's edge. */
function Corner({ issues, marks }: { issues: readonly Issue[]; marks: readonly Mark[] }) {
  const counts = marks.filter((mark) => mark.label);
  if (counts.length + issues.length === 0) return null;
  return (
    <span className="tw-node-corner">
      {counts.map((mark, index) => <span key={index} className="tw-mark-count" title={mark.title}>{mark.label}</span>)}
      {issues.length > 0 && <Badge issues={issues} />}
    </span>
  );
}

function Badge({ issues }: { issues: readonly Issue[] }) {
  const title = issues.map(({ message }) => message).join("\n");
  return <span className={`tw-issue-badge tw-issue-badge--${gravest(issues)}`} title={title}>{issues.length}</span>;
}

export function gravest(issues: readonly Issue[]): Severity {
  const all: Severity[] = ["error", "warning", "advice"];
  return all.find((severity) => issues.some((issue) => issue.severity === severity)) ?? "advice";
}

function Body({ card }: { card: Card }) {
  const say = useWords(WORDS);
  const isWritten = useDoing(({ editing }) => editing?.node === card.id && isBody(card, editing.path));
  if (isWritten && card.bodyPath) return <InlineText node={card.id} path={["params", ...card.bodyPath]} text={card.foreign ? "" : card.body} />;
  if (!card.body && !card.target) return null;
  return (
    <div className="tw-node-body" data-write="body" style={{ height: bodyHeight(card) }}>
      {card.body && (
        <div
          className={card.foreign ? "tw-node-text tw-node-text--foreign" : "tw-node-text"} dir="auto" style={{ WebkitLineClamp: card.bodyLines }}
          title={card.foreign ? say("foreign") : undefined}
        >
          {card.body.slice(0, 400)}
        </div>
      )}
      {card.target && <JumpChip away={card.target} />}
    </div>
  );
}

function isBody(card: Card, path: readonly (string | number)[]): boolean {
  return path[0] === "params" && card.bodyPath !== undefined && path.slice(1).join("\n") === card.bodyPath.join("\n");
}

function PortRow({ card, row, marks }: { card: Card; row: Row; marks: readonly Mark[] | undefined }) {
  const say = useWords(WORDS);
  const path = row.path && ["params", ...row.path];
  const isWritten = useDoing(({ editing }) => path !== undefined && editing?.node === card.id && editing.path.join("\n") === path.join("\n"));
  return (
    <div className={row.isLost ? "tw-port-row tw-port-row--lost" : "tw-port-row"} data-port={row.port} data-write={row.path ? "row" : undefined}>
      {isWritten && path ? (
        <InlineText node={card.id} path={path} text={row.label} oneLine />
      ) : (
        <>
          <span className="tw-port-row-label" dir="auto" title={row.label}>{row.label}</span>
          {row.detail && <code className="tw-port-row-detail" title={row.detail}>{row.detail}</code>}
          {row.isLost && <span className="tw-port-row-detail" title={say("lost")}>✕ {row.to}</span>}
          {row.away && <JumpChip away={row.away} />}
          {marks?.map((mark, index) => mark.label && <span key={index} className="tw-mark-count" title={mark.title}>{mark.label}</span>)}
        </>
      )}
      <PortDot row={row} />
    </div>
  );
}

function PortDot({ row, top }: { row: Row; top?: number }) {
  const say = useWords(WORDS);
  const state = row.isLost ? "lost" : row.to === undefined ? "open" : "joined";
  return (
    <Handle
      type="source" position={Position.Right} id={row.port} role="img" className={`tw-port tw-port--${state}`}
      aria-label={say("port", { label: row.label })} title={row.label} {...(top === undefined ? {} : { style: { top } })}
    />
  );
}

function JumpChip({ away }: { away: Away }) {
  const { stage, canvas } = useDesk();
  const say = useWords(WORDS);
  const go = () => stage.goTo({ bot: canvas.bot, topic: away.topic || canvas.topic, node: away.node });
  return (
    <button className="tw-jump nodrag" tabIndex={-1} onClick={go} title={say("follow", { title: away.title })} dir="auto">
      <Glyph name="forward" size={10} /><span>{away.title}</span>
    </button>
  );
}

function FoldChip({ id, folded }: { id: string; folded: number }) {
  const { doing, canvas } = useDesk();
  const say = useWords(WORDS);
  const unfold = () => {
    const { folded: all } = doing.current;
    doing.set({ folded: { ...all, [canvas.topic]: (all[canvas.topic] ?? []).filter((one) => one !== id) } });
  };
  return (
    <button className="tw-fold nodrag" tabIndex={-1} onClick={unfold} title={say("unfold", { n: folded })}>
      +{folded}
    </button>
  );
}

/** What a screen reader says of a card. */
function useName({ drawn: { card, issues, marks } }: CardNode["data"], selected: boolean): string {
  const say = useWords(WORDS);
  const parts = [
    card.title, card.kindTitle, card.body.slice(0, 80),
    card.rows.length > 1 ? say("ways", { n: card.rows.length }) : "",
    issues.length ? say("issues", { n: issues.length }) : "",
    ...marks.map((mark) => mark.title ?? mark.label ?? ""),
    selected ? say("selected") : "",
  ];
  return parts.filter(Boolean).join(", ");
}

