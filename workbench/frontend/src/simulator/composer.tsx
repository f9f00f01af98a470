// Where one types as the person: Enter sends, Shift+Enter is a new line, Up repeats.

import { useRef, useState, type KeyboardEvent } from "react";
import { Icon } from "../parts/icon.tsx";
import { useProject } from "../project.ts";
import { useWords, type Words } from "../words.ts";
import { Attach } from "./attach.tsx";
import { useScene } from "./scene.ts";
import { useTalk } from "./session.ts";

const WORDS = {
  write: { es: "Escriba como una persona…", en: "Write as a person…", pt: "Escreva como uma pessoa…" },
  human: { es: "La conversación está con personas; el bot calla.", en: "The conversation is with people; the bot is silent.", pt: "A conversa está com pessoas; o bot se cala." },
  muted: { es: "El bot está silenciado.", en: "The bot is muted.", pt: "O bot está silenciado." },
  ended: { es: "La sesión terminó; el próximo mensaje abre otra.", en: "The session ended; the next message opens another.", pt: "A sessão terminou; a próxima mensagem abre outra." },
  handBack: { es: "Devolver al bot", en: "Hand back to the bot", pt: "Devolver ao bot" },
  offline: { es: "Sin conexión con el servidor…", en: "No connection to the server…", pt: "Sem conexão com o servidor…" },
  send: { es: "Enviar", en: "Send", pt: "Enviar" },
} satisfies Words<string>;

export function Composer() {
  const words = useWords(WORDS);
  const { project, session } = useScene();
  const online = useProject(project, (view) => view.online);
  const mode = useTalk(session, (talk) => talk.state?.mode ?? "bot");
  const [text, setText] = useState("");
  const repeated = useRef(0);
  const field = useRef<HTMLTextAreaElement>(null);

  const send = () => {
    // What is asked for without a connection would be lost.
    if (!online || !text.trim()) return;
    session.do({ type: "say", text });
    setText("");
    repeated.current = 0;
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    } else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && (text === "" || repeated.current > 0)) {
      const said = saidBefore(session.current.turns);
      const next = Math.min(said.length, Math.max(0, repeated.current + (event.key === "ArrowUp" ? 1 : -1)));
      event.preventDefault();
      repeated.current = next;
      setText(next ? said[said.length - next]! : "");
    }
  };

  return (
    <div className="tw-composer">
      {mode !== "bot" && (
        <p className="tw-composer__mode">
          <Icon name="user" size={12} />
          <span>{words(mode)}</span>
          {mode !== "ended" && (
            <button type="button" className="tw-button tw-button--plain" onClick={() => session.do({ type: "hand_back" })}>{words("handBack")}</button>
          )}
        </p>
      )}
      <div className="tw-composer__row">
        <Attach />
        <textarea
          ref={field} rows={1} value={text} aria-label={words("write")} placeholder={words(online ? "write" : "offline")} dir="auto"
          onChange={(event) => {
            setText(event.target.value);
            repeated.current = 0;
          }}
          onKeyDown={onKeyDown}
        />
        <button type="button" className="tw-iconbutton" aria-label={words("send")} disabled={!online || !text.trim()} onClick={send}>
          <Icon name="send" />
        </button>
      </div>
    </div>
  );
}

function saidBefore(turns: { move: { type: string; text?: string } }[]): string[] {
  return turns.flatMap(({ move }) => (move.type === "say" && move.text ? [move.text] : []));
}
