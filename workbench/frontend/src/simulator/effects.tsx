// What the bot asked of the world: answered by hand, carried out for real, or always the same.

import { useMemo, useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { useWords, type Words } from "../words.ts";
import type { Json } from "../types.ts";
import { EFFECTS, EffectView } from "./notes.tsx";
import { useNodes, useScene } from "./scene.ts";
import { useTalk } from "./session.ts";
import type { EffectLine, Told, Waiting } from "./told.ts";
import { inField } from "./values.ts";

const WORDS = {
  none: { es: "El bot no ha pedido nada fuera de la conversación.", en: "The bot has asked nothing of the world.", pt: "O bot não pediu nada fora da conversa." },
  waits: { es: "«{node}» espera una respuesta de: {kind}", en: "“{node}” waits for an answer of: {kind}", pt: "«{node}» espera uma resposta de: {kind}" },
  port: { es: "Puerto", en: "Port", pt: "Porta" },
  value: { es: "Valor (JSON)", en: "Value (JSON)", pt: "Valor (JSON)" },
  answer: { es: "Responder", en: "Answer", pt: "Responder" },
  always: { es: "Siempre así", en: "Always so", pt: "Sempre assim" },
  real: { es: "Hacerlo de verdad…", en: "Do it for real…", pt: "Fazer de verdade…" },
  sure: {
    es: "Se hará de verdad, fuera del simulador: {what}.", en: "It will be done for real, outside the simulator: {what}.",
    pt: "Será feito de verdade, fora do simulador: {what}.",
  },
  yes: { es: "Sí, hacerlo", en: "Yes, do it", pt: "Sim, fazer" },
  no: { es: "No", en: "No", pt: "Não" },
  notJson: { es: "Esto no es JSON", en: "This is not JSON", pt: "Isto não é JSON" },
  scripts: { es: "Se responde siempre así", en: "Always answered so", pt: "Responde-se sempre assim" },
  forget: { es: "Dejar de responder así", en: "Answer so no more", pt: "Parar de responder assim" },
  alwaysReal: { es: "De verdad, siempre", en: "For real, always", pt: "De verdade, sempre" },
  history: { es: "Lo pedido hasta ahora", en: "Asked until now", pt: "O que foi pedido até agora" },
  busy: { es: "En curso: {kind}…", en: "On its way: {kind}…", pt: "Em curso: {kind}…" },
} satisfies Words<string>;

export function Effects() {
  const words = useWords(WORDS);
  const kinds = useKinds();
  const { session } = useScene();
  const turns = useTalk(session, (talk) => talk.turns);
  const waiting = useTalk(session, (talk) => talk.waiting);
  const busy = useTalk(session, (talk) => talk.busy);
  const asked = useMemo(() => askedIn(turns), [turns]);
  return (
    <div className="tw-effects">
      {busy && <p className="tw-aside" role="status">{words("busy", { kind: kinds(busy) })}</p>}
      {!busy && waiting.map((one) => <Answering key={one.key} waiting={one} />)}
      <Scripts />
      <Real />
      {asked.length > 0 && <h4 className="tw-heading">{words("history")}</h4>}
      {asked.map((line, index) => <EffectView key={index} line={line} waits={waiting.some(({ key }) => key === line.key)} />)}
      {asked.length === 0 && waiting.length === 0 && <p className="tw-aside">{words("none")}</p>}
    </div>
  );
}

/** The form that answers an effect that waits. */
export function Answering({ waiting }: { waiting: Waiting }) {
  const words = useWords(WORDS);
  const kinds = useKinds();
  const nodes = useNodes();
  const { session } = useScene();
  const [port, setPort] = useState(Object.keys(waiting.ports)[0] ?? "ok");
  const [text, setText] = useState(() => inJson(waiting.ports[port]));
  const [always, setAlways] = useState(false);
  const [asking, setAsking] = useState(false);
  const value = parsed(text);
  const kind = kinds(waiting.effect.type);
  const isReal = useTalk(session, (talk) => talk.real_kinds.includes(waiting.effect.type));
  const answer = () => {
    if (value === undefined) return;
    if (always) session.script(waiting.node, port, value);
    else session.do({ type: "answer", key: waiting.key, port, value });
  };
  return (
    <form
      className="tw-answering"
      onSubmit={(event) => {
        event.preventDefault();
        answer();
      }}
    >
      <p><Icon name="bolt" size={13} /> {words("waits", { node: nodes.title(waiting.node), kind })}</p>
      <div className="tw-answering__ports" role="radiogroup" aria-label={words("port")}>
        {Object.keys(waiting.ports).map((one) => (
          <label key={one}>
            <input
              type="radio" name="port" checked={one === port}
              onChange={() => {
                setPort(one);
                setText(inJson(waiting.ports[one]));
              }}
            />
            {one}
          </label>
        ))}
      </div>
      <textarea className="tw-input" aria-label={words("value")} rows={4} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />
      {value === undefined && <p role="alert">{words("notJson")}</p>}
      <div className="tw-row">
        <button type="submit" className="tw-button tw-button--primary" disabled={value === undefined}>{words("answer")}</button>
        <label><input type="checkbox" checked={always} onChange={(event) => setAlways(event.target.checked)} /> {words("always")}</label>
        {isReal && !asking && <button type="button" className="tw-button tw-button--plain" onClick={() => setAsking(true)}>{words("real")}</button>}
      </div>
      {asking && (
        <div className="tw-answering__sure" role="alert">
          <p>{words("sure", { what: `${kind} ${gist(waiting)}` })}</p>
          <button type="button" className="tw-button tw-button--primary" onClick={() => session.carryOut(waiting.key)}>{words("yes")}</button>
          <button type="button" className="tw-button tw-button--plain" onClick={() => setAsking(false)}>{words("no")}</button>
        </div>
      )}
    </form>
  );
}

function Scripts() {
  const words = useWords(WORDS);
  const nodes = useNodes();
  const { session } = useScene();
  const scripts = Object.entries(useTalk(session, (talk) => talk.scripts));
  if (scripts.length === 0) return null;
  return (
    <>
      <h4 className="tw-heading">{words("scripts")}</h4>
      {scripts.map(([node, { port }]) => (
        <p key={node} className="tw-row">
          <span>{nodes.title(node)} → <strong>{port}</strong></span>
          <button type="button" className="tw-iconbutton" aria-label={words("forget")} title={words("forget")} onClick={() => session.script(node)}>
            <Icon name="close" size={12} />
          </button>
        </p>
      ))}
    </>
  );
}

/** Which kinds are carried out for real from now on; asked before each is switched on. */
function Real() {
  const words = useWords(WORDS);
  const kinds = useKinds();
  const { session } = useScene();
  const real = useTalk(session, (talk) => talk.real);
  const known = useTalk(session, (talk) => talk.real_kinds);
  const [asking, setAsking] = useState("");
  return (
    <fieldset className="tw-effects__real">
      <legend className="tw-heading">{words("alwaysReal")}</legend>
      {known.map((kind) => (
        <label key={kind}>
          <input
            type="checkbox" checked={real.includes(kind)}
            onChange={(event) => (event.target.checked ? setAsking(kind) : session.setReal(real.filter((one) => one !== kind)))}
          />
          {kinds(kind)}
        </label>
      ))}
      {asking && (
        <div className="tw-answering__sure" role="alert">
          <p>{words("sure", { what: kinds(asking) })}</p>
          <button
            type="button" className="tw-button tw-button--primary"
            onClick={() => {
              session.setReal([...real, asking]);
              setAsking("");
            }}
          >
            {words("yes")}
          </button>
          <button type="button" className="tw-button tw-button--plain" onClick={() => setAsking("")}>{words("no")}</button>
        </div>
      )}
    </fieldset>
  );
}

/** All effects, the latest first, each with its answer: at once, or by a later move. */
function askedIn(turns: Told[]): EffectLine[] {
  const answers = new Map(turns.flatMap(({ move }) => (move.type === "answer" ? [[move.key, move] as const] : [])));
  const asked = turns.flatMap(({ lines = [] }) => lines.filter((line) => line.as === "effect"));
  return asked.map((line) => {
    const answer = line.answer ?? answers.get(line.key ?? "");
    return answer ? { ...line, answer } : line;
  }).reverse();
}

function useKinds(): (kind: string) => string {
  const kinds = useWords(EFFECTS);
  return (kind) => (kind in EFFECTS ? kinds(kind as keyof typeof EFFECTS) : kind);
}

function gist({ effect }: Waiting): string {
  const { url, subject, query } = effect;
  return String(url ?? subject ?? query ?? "");
}

function inJson(value: Json | undefined): string {
  return typeof value === "string" ? JSON.stringify(value) : value == null ? "null" : inField(value);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
