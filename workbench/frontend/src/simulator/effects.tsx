// What the bot asked of the world: answered by hand, carried out for real, or always the same.

import { useMemo, useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { useWords, type Words } from "../words.ts";
import { Answering } from "./answering.tsx";
import { EffectView, useKinds } from "./notes.tsx";
import { useNodes, useScene } from "./scene.ts";
import { useTalk } from "./session.ts";
import { Sure } from "./sure.tsx";
import type { EffectLine, Told } from "./told.ts";

const WORDS = {
  none: { es: "El bot no ha pedido nada fuera de la conversación.", en: "The bot has asked nothing of the world.", pt: "O bot não pediu nada fora da conversa." },
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
        <Sure
          what={kinds(asking)} no={() => setAsking("")}
          yes={() => {
            session.setReal([...real, asking]);
            setAsking("");
          }}
        />
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
