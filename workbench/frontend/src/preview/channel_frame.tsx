// A channel as one sees it: a phone with its conversation, a letter, what a call says. Its manner,
// never its logo.

import { memo, use } from "react";
import { Icon } from "../parts/icon.tsx";
import { MessageView } from "../simulator/message.tsx";
import { Marked } from "../simulator/marked.tsx";
import { inLanguage, LanguageContext, useWords, type Words } from "../words.ts";
import { Counts } from "./counts.tsx";
import type { Bubble, ChannelPreview } from "./told.ts";

const WORDS = {
  nothing: { es: "Este nodo no dice nada.", en: "This node says nothing.", pt: "Este nó não diz nada." },
  lost: { es: "Falta: {parts}", en: "Missing: {parts}", pt: "Falta: {parts}" },
  fine: { es: "Tal como se dibujó", en: "Just as drawn", pt: "Tal como desenhado" },
  subject: { es: "Mensaje de {name}", en: "A message from {name}", pt: "Mensagem de {name}" },
  call: { es: "Llamada con {name}", en: "Call with {name}", pt: "Ligação com {name}" },
  key: { es: "tecla", en: "key", pt: "tecla" },
  unknown: { es: "Sin valor en la vista previa: {names}", en: "No value in the preview: {names}", pt: "Sem valor na prévia: {names}" },
} satisfies Words<string>;

/** How a channel is drawn; what is not named here is drawn as a chat. */
const MANNERS: Record<string, "letter" | "call"> = { email: "letter", voice: "call" };

interface Props {
  preview: ChannelPreview;
  name: string;
}

export const ChannelFrame = memo(function ChannelFrame({ preview, name }: Props) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const { channel, title, messages = [], degradations = [], missing = [], fault } = preview;
  const manner = MANNERS[channel] ?? "chat";
  return (
    <article className="tw-channel" data-channel={channel} data-manner={manner} aria-label={title}>
      <h3>{title}</h3>
      <div className="tw-channel__phone">
        <div className="tw-channel__head">
          <span className="tw-channel__face" aria-hidden="true">{(name.trim()[0] ?? "·").toUpperCase()}</span>
          <strong dir="auto">{manner === "letter" ? words("subject", { name }) : manner === "call" ? words("call", { name }) : name}</strong>
        </div>
        <div className="tw-channel__talk">
          {fault ? <p className="tw-channel__fault">{fault}</p> : messages.length === 0 ? <p className="tw-aside">{words("nothing")}</p> : null}
          {messages.map((bubble, index) => <BubbleView key={index} bubble={bubble} manner={manner} />)}
        </div>
      </div>
      {degradations.length > 0 ? (
        <ul className="tw-channel__degradations">
          {degradations.map(({ code, words: said, lost }, index) => (
            <li key={`${code}${index}`}>
              <Icon name={lost?.length ? "warning" : "info"} size={12} />
              <span>
                {inLanguage(said, language)}
                {lost && lost.length > 0 && <strong> {words("lost", { parts: lost.join(", ") })}</strong>}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        messages.length > 0 && <p className="tw-channel__fine"><Icon name="check" size={12} /> {words("fine")}</p>
      )}
      {missing.length > 0 && <p className="tw-aside">{words("unknown", { names: missing.join(", ") })}</p>}
    </article>
  );
});

function BubbleView({ bubble, manner }: { bubble: Bubble; manner: string }) {
  const words = useWords(WORDS);
  return (
    <div className="tw-channel__message">
      {manner === "call" ? (
        <div className="tw-channel__said">
          <Icon name="speech" size={13} />
          <p><Marked text={bubble.message.text ?? ""} /></p>
          {bubble.numbered && bubble.numbered.length > 0 && (
            <ul>
              {bubble.numbered.map((option, index) => {
                const key = (bubble.first ?? 1) + index;
                return <li key={option.id}><kbd aria-label={`${words("key")} ${key}: ${option.label}`} title={option.label}>{key}</kbd></li>;
              })}
            </ul>
          )}
        </div>
      ) : (
        <MessageView shown={bubble} />
      )}
      {bubble.counts && <Counts counts={bubble.counts} />}
    </div>
  );
}
