// What the bot just said, for those who hear the page: the messages alone, not the controls around.

import { useWords, type Words } from "../words.ts";
import { useScene } from "./scene.ts";
import { useTalk } from "./session.ts";
import type { Message, Told } from "./told.ts";

const WORDS = {
  bot: { es: "El bot: {text}", en: "The bot: {text}", pt: "O bot: {text}" },
  options: { es: "Opciones: {labels}", en: "Options: {labels}", pt: "Opções: {labels}" },
  files: { es: "Archivos: {count}", en: "Files: {count}", pt: "Arquivos: {count}" },
} satisfies Words<string>;

export function Live() {
  const words = useWords(WORDS);
  const { session } = useScene();
  const turn = useTalk(session, (talk) => talk.turns.at(-1));
  const parts = messagesOf(turn).flatMap(({ text, options = [], cards = [], media = [] }) => {
    const labels = [...cards.map(({ title }) => title), ...options.map(({ label }) => label)];
    return [
      ...(text ? [words("bot", { text })] : []),
      ...(media.length ? [words("files", { count: media.length })] : []),
      ...(labels.length ? [words("options", { labels: labels.join(", ") })] : []),
    ];
  });
  return <div className="tw-hidden" role="status" aria-live="polite">{parts.join(" ")}</div>;
}

function messagesOf(turn: Told | undefined): Message[] {
  return (turn?.lines ?? []).flatMap((line) => (line.as === "message" ? line.shown.map(({ message }) => message) : []));
}
