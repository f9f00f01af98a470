// The conversation: all turns, what is on its way, and where an edit made it stop fitting.

import { useCallback, useLayoutEffect, useRef } from "react";
import { Icon } from "../parts/icon.tsx";
import { useWords, type Words } from "../words.ts";
import { Live } from "./live.tsx";
import { PersonView } from "./person.tsx";
import { useScene } from "./scene.ts";
import { useTalk } from "./session.ts";
import type { Option } from "./told.ts";
import { TurnView } from "./turn.tsx";

const WORDS = {
  conversation: { es: "Conversación", en: "Conversation", pt: "Conversa" },
  beginning: { es: "Preparando el bot…", en: "Getting the bot ready…", pt: "Preparando o bot…" },
  silent: {
    es: "El bot no saluda. Escriba algo para empezar.", en: "The bot does not greet. Write something to begin.",
    pt: "O bot não cumprimenta. Escreva algo para começar.",
  },
  answering: { es: "El bot responde…", en: "The bot answers…", pt: "O bot responde…" },
  misfit: { es: "Desde aquí la conversación ya no encaja", en: "From here on the conversation no longer fits", pt: "Daqui em diante a conversa já não encaixa" },
  goOn: { es: "Seguir desde aquí", en: "Go on from here", pt: "Continuar daqui" },
} satisfies Words<string>;

export function Conversation() {
  const words = useWords(WORDS);
  const { session } = useScene();
  const turns = useTalk(session, (talk) => talk.turns);
  const pending = useTalk(session, (talk) => talk.pending);
  const begun = useTalk(session, (talk) => talk.begun);
  const waiting = useTalk(session, (talk) => talk.waiting[0]?.key ?? "");
  const end = useRef<HTMLDivElement>(null);
  const press = useCallback((option: Option) => session.do({ type: "press", id: option.id, label: option.label }), [session]);
  const back = useCallback((length: number) => session.back(length), [session]);
  useLayoutEffect(() => {
    const box = end.current?.parentElement;
    if (box) box.scrollTop = box.scrollHeight;
  }, [turns.length, pending]);
  const isSilent = begun && turns.length === 1 && !turns[0]!.lines?.length;
  return (
    <>
      <div className="tw-talk" role="log" aria-live="off" aria-label={words("conversation")} tabIndex={0}>
        {!begun && <p className="tw-aside">{words("beginning")}</p>}
        <ol>
          {turns.map((turn, index) => (
            <TurnView
              key={index} turn={turn} length={index + 1} isLast={index === turns.length - 1} waited={turns[index - 1]?.at ?? ""}
              waiting={waiting} press={press} back={back}
            />
          ))}
          {pending && (
            <li className="tw-turn" aria-hidden="true">
              {(pending.type === "say" || pending.type === "press") && <PersonView move={pending} />}
              <p className="tw-typing" title={words("answering")}><i /><i /><i /></p>
            </li>
          )}
        </ol>
        {isSilent && <p className="tw-aside">{words("silent")}</p>}
        <Misfit />
        <div ref={end} />
      </div>
      <Live />
    </>
  );
}

function Misfit() {
  const words = useWords(WORDS);
  const { session } = useScene();
  const misfit = useTalk(session, (talk) => talk.misfit);
  const rest = useTalk(session, (talk) => talk.rest);
  if (!misfit) return null;
  return (
    <div className="tw-misfit">
      <p>
        <Icon name="warning" size={14} />
        <span><strong>{words("misfit")}</strong>: {misfit}</span>
      </p>
      <button type="button" className="tw-button" onClick={() => session.goOn()}>{words("goOn")}</button>
      <div className="tw-misfit__rest">{rest.map((move, index) => <PersonView key={index} move={move} />)}</div>
    </div>
  );
}
