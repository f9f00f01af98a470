// How much of a channel's room the parts of a message take: what is near the bound or over it is
// always shown, the rest on demand.

import { use } from "react";
import { LanguageContext, useWords, type Words } from "../words.ts";
import type { Count } from "./told.ts";

const WORDS = {
  text: { es: "texto", en: "text", pt: "texto" },
  caption: { es: "descripción", en: "caption", pt: "legenda" },
  label: { es: "botón {n}", en: "button {n}", pt: "botão {n}" },
  description: { es: "descripción {n}", en: "description {n}", pt: "descrição {n}" },
  title: { es: "título", en: "title", pt: "título" },
  subtitle: { es: "subtítulo", en: "subtitle", pt: "subtítulo" },
  card: { es: "tarjeta {n}, {part}", en: "card {n}, {part}", pt: "cartão {n}, {part}" },
  all: { es: "Cuánto ocupa", en: "How much room", pt: "Quanto ocupa" },
  sms: { es: "{count} SMS ({encoding}), {units}/{room}", en: "{count} SMS ({encoding}), {units}/{room}", pt: "{count} SMS ({encoding}), {units}/{room}" },
  costly: { es: "por {signs}", en: "because of {signs}", pt: "por causa de {signs}" },
} satisfies Words<string>;

const NEAR = 0.8;

export function Counts({ counts }: { counts: Count[] }) {
  const words = useWords(WORDS);
  const bound = counts.filter((count) => count.limit > 0 || count.segments);
  const near = bound.filter((count) => count.segments || count.used >= count.limit * NEAR);
  if (bound.length === 0) return null;
  return (
    <div className="tw-counts">
      {near.map((count) => <CountView key={count.path} count={count} />)}
      {near.length < bound.length && (
        <details>
          <summary>{words("all")}</summary>
          {bound.filter((count) => !near.includes(count)).map((count) => <CountView key={count.path} count={count} />)}
        </details>
      )}
    </div>
  );
}

function CountView({ count }: { count: Count }) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const number = new Intl.NumberFormat(language);
  const { used, limit, segments } = count;
  const part = useName(count.path);
  if (segments) {
    const { segments: parts, encoding, units, room, costly = [] } = segments;
    return (
      <span className="tw-counts__one" data-tone={encoding === "UCS-2" ? "warn" : undefined}>
        {words("sms", { count: parts, encoding, units, room })}
        {costly.length > 0 && <> {words("costly", { signs: costly.slice(0, 6).join(" ") })}</>}
      </span>
    );
  }
  const tone = used > limit ? "bad" : used >= limit * NEAR ? "warn" : undefined;
  return (
    <span className="tw-counts__one" data-tone={tone}>
      {part} <strong>{number.format(used)}</strong>/{number.format(limit)}
    </span>
  );
}

/** A path as `cards[1].options[0].label` in words. */
function useName(path: string): string {
  const words = useWords(WORDS);
  const [, card, rest] = /^cards\[(\d+)\]\.(.*)$/.exec(path) ?? [undefined, undefined, path];
  const [, index, last = rest ?? path] = /\w+\[(\d+)\]\.(\w+)$/.exec(rest ?? path) ?? [];
  const name = last in WORDS ? words(last as keyof typeof WORDS, { n: Number(index ?? 0) + 1 }) : last;
  return card === undefined ? name : words("card", { n: Number(card) + 1, part: name });
}
