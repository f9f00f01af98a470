// What the conversation remembers besides variables: the contact's fields, tags, where it waits.

import { useWords, type Words } from "../words.ts";
import type { Json } from "../types.ts";
import { MODES } from "./notes.tsx";
import { useNodes, useScene } from "./scene.ts";
import { useTalk } from "./session.ts";
import { inShort } from "./values.ts";

const WORDS = {
  fields: { es: "Ficha del contacto", en: "Contact's fields", pt: "Ficha do contato" },
  standing: { es: "Estado", en: "Standing", pt: "Estado" },
  tags: { es: "etiquetas", en: "tags", pt: "etiquetas" },
  language: { es: "idioma", en: "language", pt: "idioma" },
  mode: { es: "modo", en: "mode", pt: "modo" },
  at: { es: "espera en", en: "waits at", pt: "espera em" },
  topic: { es: "tema", en: "topic", pt: "tópico" },
  bot: { es: "bot", en: "bot", pt: "bot" },
  session: { es: "sesión y turno", en: "session and turn", pt: "sessão e turno" },
  stack: { es: "vuelve a", en: "returns to", pt: "volta a" },
} satisfies Words<string>;

export function Fields({ fields, changed }: { fields: Record<string, Json>; changed: string[] }) {
  const words = useWords(WORDS);
  const names = Object.keys(fields).sort();
  if (names.length === 0) return null;
  return (
    <table>
      <caption className="tw-heading">{words("fields")}</caption>
      <tbody>
        {names.map((name) => (
          <Fact key={name} name={name} isChanged={changed.includes(`fields.${name}`)}>{inShort(fields[name])}</Fact>
        ))}
      </tbody>
    </table>
  );
}

export function Standing({ changed }: { changed: string[] }) {
  const words = useWords(WORDS);
  const modes = useWords(MODES);
  const nodes = useNodes();
  const { session } = useScene();
  const state = useTalk(session, (talk) => talk.state);
  if (!state) return null;
  return (
    <table>
      <caption className="tw-heading">{words("standing")}</caption>
      <tbody>
        <Fact name={words("tags")} isChanged={changed.some((one) => one.startsWith("tags."))}>
          {state.tags.map((tag) => <span key={tag} className="tw-tagged" data-changed={changed.includes(`tags.${tag}`)}>{tag}</span>)}
        </Fact>
        <Fact name={words("language")} isChanged={changed.includes("language")}>{state.language}</Fact>
        <Fact name={words("mode")} isChanged={changed.includes("mode")}>{modes(state.mode)}</Fact>
        <Fact name={words("bot")} isChanged={changed.includes("bot")}>{state.bot}</Fact>
        <Fact name={words("topic")} isChanged={changed.includes("topic")}>{state.topic}</Fact>
        <Fact name={words("at")} isChanged={false}>
          {state.at && <button type="button" className="tw-goto" onClick={() => nodes.go(state.at)}>{nodes.title(state.at)}</button>}
        </Fact>
        {state.stack.length > 0 && (
          <Fact name={words("stack")} isChanged={false}>
            {state.stack.map((frame, index) => (
              <button key={index} type="button" className="tw-goto" onClick={() => nodes.go(frame[0])}>{nodes.title(frame[0])} ({frame[1]})</button>
            ))}
          </Fact>
        )}
        <Fact name={words("session")} isChanged={false}>{state.session} / {state.turn}</Fact>
      </tbody>
    </table>
  );
}

function Fact({ name, isChanged, children }: { name: string; isChanged: boolean; children: React.ReactNode }) {
  return (
    <tr data-changed={isChanged}>
      <th scope="row">{name}</th>
      <td dir="auto">{children}</td>
    </tr>
  );
}
