// The form that answers an effect that waits: by hand, once or always, or for real after asking.

import { useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { useWords, type Words } from "../words.ts";
import type { Json } from "../types.ts";
import { useKinds } from "./notes.tsx";
import { useNodes, useScene } from "./scene.ts";
import { useTalk } from "./session.ts";
import { Sure } from "./sure.tsx";
import type { Waiting } from "./told.ts";
import { inField } from "./values.ts";

const WORDS = {
  waits: { es: "«{node}» espera una respuesta de: {kind}", en: "“{node}” waits for an answer of: {kind}", pt: "«{node}» espera uma resposta de: {kind}" },
  port: { es: "Puerto", en: "Port", pt: "Porta" },
  value: { es: "Valor (JSON)", en: "Value (JSON)", pt: "Valor (JSON)" },
  answer: { es: "Responder", en: "Answer", pt: "Responder" },
  always: { es: "Siempre así", en: "Always so", pt: "Sempre assim" },
  real: { es: "Hacerlo de verdad…", en: "Do it for real…", pt: "Fazer de verdade…" },
  notJson: { es: "Esto no es JSON", en: "This is not JSON", pt: "Isto não é JSON" },
} satisfies Words<string>;

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
      {asking && <Sure what={`${kind} ${gist(waiting)}`} yes={() => session.carryOut(waiting.key)} no={() => setAsking(false)} />}
    </form>
  );
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
