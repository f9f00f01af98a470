// What the person, an agent or the world did: a bubble on the right, or a line in the middle.

import { Icon } from "../parts/icon.tsx";
import { useWords, type Words } from "../words.ts";
import { MediaView } from "./media.tsx";
import { stretch } from "./moments.ts";
import { PlaceView } from "./place.tsx";
import type { Move } from "./told.ts";
import { inShort } from "./values.ts";

const WORDS = {
  open: { es: "Abre la conversación", en: "Opens the conversation", pt: "Abre a conversa" },
  happen: { es: "Sucede «{name}»", en: "“{name}” happens", pt: "Acontece «{name}»" },
  wait: { es: "Pasan {time}", en: "{time} pass", pt: "Passam {time}" },
  back: { es: "Un agente devuelve la conversación {agent}", en: "An agent hands back {agent}", pt: "Um atendente devolve a conversa {agent}" },
  answer: { es: "Respuesta: {port}", en: "Answer: {port}", pt: "Resposta: {port}" },
  real: { es: "Respuesta real: {port}", en: "Real answer: {port}", pt: "Resposta real: {port}" },
  assign: { es: "Se cambió {name} = {value}", en: "{name} set to {value}", pt: "Mudou-se {name} = {value}" },
  unset: { es: "Se borró {name}", en: "{name} unset", pt: "Apagou-se {name}" },
  you: { es: "La persona", en: "The person", pt: "A pessoa" },
} satisfies Words<string>;

export function PersonView({ move }: { move: Move }) {
  const words = useWords(WORDS);
  switch (move.type) {
    case "say":
      return (
        <div className="tw-bubble" data-of="person">
          <span className="tw-hidden">{words("you")}: </span>
          {move.media?.map((one, index) => <MediaView key={index} media={one} />)}
          {move.place && <PlaceView place={move.place} />}
          {move.text && <p dir="auto">{move.text}</p>}
        </div>
      );
    case "press":
      return (
        <div className="tw-bubble" data-of="person">
          <span className="tw-hidden">{words("you")}: </span>
          <p dir="auto">{move.label || move.id}</p>
        </div>
      );
    case "open":
      return <Told icon="speech">{words("open")}</Told>;
    case "happen":
      return <Told icon="bolt">{words("happen", { name: move.name })}{move.data && <code>{inShort(move.data)}</code>}</Told>;
    case "wait":
      return <Told icon="clock">{words("wait", { time: stretch(move.seconds) })}</Told>;
    case "hand_back":
      return <Told icon="user">{words("back", { agent: move.agent ? `(${move.agent})` : "" })}</Told>;
    case "answer":
      return (
        <Told icon="bolt">
          {words(move.real ? "real" : "answer", { port: move.port ?? "ok" })}
          {move.error ? <code>{move.error}</code> : move.value != null && <code>{inShort(move.value)}</code>}
        </Told>
      );
    case "assign":
      return (
        <Told icon="pencil">
          {move.value == null ? words("unset", { name: move.name }) : words("assign", { name: move.name, value: inShort(move.value) })}
        </Told>
      );
  }
}

function Told({ icon, children }: { icon: string; children: React.ReactNode }) {
  return (
    <p className="tw-told">
      <Icon name={icon} size={12} />
      <span>{children}</span>
    </p>
  );
}
