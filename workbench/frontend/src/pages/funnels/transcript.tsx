// What was said in a conversation, with what happened in between; from each turn it can be opened
// in the simulator.

import { useEffect, useRef, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { Progress } from "../../parts/progress.tsx";
import { useProject } from "../../project.ts";
import { useStage } from "../../stage.ts";
import { useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { askBack } from "./ask_back.ts";
import { useSaid } from "./said.ts";
import { nodeOf } from "./step_words.ts";
import type { Line, Person } from "./types.ts";

const WORDS = {
  back: { es: "A la lista", en: "To the list", pt: "Para a lista" },
  reading: { es: "Leyendo la conversación…", en: "Reading the conversation…", pt: "Lendo a conversa…" },
  simulate: { es: "Abrir en el simulador, en ese punto", en: "Open in the simulator at that point", pt: "Abrir no simulador, nesse ponto" },
  here: { es: "Hasta aquí llegó", en: "Came this far", pt: "Chegou até aqui" },
  intent: { es: "intención {text}", en: "intent {text}", pt: "intenção {text}" },
  not_understood: { es: "no se entendió", en: "not understood", pt: "não entendido" },
  invalid_answer: { es: "no era una respuesta a la pregunta", en: "no answer to the question", pt: "não era uma resposta à pergunta" },
  button: { es: "tocó un botón de antes", en: "pressed an earlier button", pt: "tocou um botão de antes" },
  handed_over: { es: "pasa a una persona", en: "handed over to a person", pt: "passa para uma pessoa" },
  handed_back: { es: "vuelve al bot", en: "back to the bot", pt: "volta ao bot" },
  inactivity: { es: "silencio", en: "silence", pt: "silêncio" },
  tag: { es: "etiqueta {text}", en: "tag {text}", pt: "etiqueta {text}" },
  event: { es: "evento {text}", en: "event {text}", pt: "evento {text}" },
  undelivered: { es: "no se entregó: {text}", en: "not delivered: {text}", pt: "não entregue: {text}" },
  error: { es: "error: {text}", en: "error: {text}", pt: "erro: {text}" },
  session_started: { es: "empieza una sesión", en: "a session begins", pt: "uma sessão começa" },
  none: { es: "No hay mensajes de esta conversación.", en: "There are no messages of this conversation.", pt: "Não há mensagens desta conversa." },
} satisfies Words<string>;

interface Props extends PageProps {
  person: Pick<Person, "entity" | "contact" | "conversation" | "reached_us">;
  onBack(): void;
}

export function TranscriptView({ project, stage, person, onBack }: Props) {
  const words = useWords(WORDS);
  const { moment } = useSaid();
  const bot = useStage(stage, (seen) => seen.bot);
  const drawn = useProject(project, (view) => view.tree.bots[bot]);
  const [lines, setLines] = useState<Line[]>();
  const here = useRef<HTMLLIElement>(null);
  const { conversation, reached_us } = person;
  useEffect(() => {
    const end = project.host.hear<{ conversation: string; lines: Line[]; error?: string }>("funnels.transcript", (told) => {
      if (told.error) project.say(told.error);
      else if (told.conversation === conversation) setLines(told.lines);
    });
    project.host.ask("funnels.transcript", { conversation }).catch((error: Error) => project.say(error.message));
    return end;
  }, [project, conversation]);
  useEffect(() => {
    here.current?.scrollIntoView({ block: "center" });
  }, [lines]);
  // The latest line of the turn in which the step was reached.
  const reached = lines?.findLastIndex(({ t_us }) => t_us <= reached_us) ?? -1;
  const simulate = () => {
    askBack<string>(project, "replay.open", { conversation, until_us: reached_us, bot }).then(() => stage.set({ page: "simulator" }), (error: Error) => project.say(error.message));
  };
  const title = (node: string) => (drawn && nodeOf(drawn, node)?.title) || node;
  return (
    <div className="tw-transcript">
      <div className="tw-transcript__head">
        <button type="button" className="tw-button tw-button--plain" autoFocus onClick={onBack}><Icon name="left" size={13} /> {words("back")}</button>
        <b dir="auto">{person.contact || person.entity}</b>
      </div>
      {!lines && <Progress label={words("reading")} />}
      {lines?.length === 0 && <p className="tw-note">{words("none")}</p>}
      <ol className="tw-transcript__lines">
        {lines?.map((line, index) => (
          <li key={index} ref={index === reached ? here : undefined} data-who={line.who} data-here={index === reached}>
            {line.who === "person" || line.who === "bot" || line.who === "agent" ? (
              <div className="tw-transcript__said" title={line.node ? title(line.node) : undefined}>
                <p dir="auto">{line.text}</p>
                {line.options.length > 0 && <span className="tw-transcript__options">{line.options.map((option, n) => <span key={n} dir="auto">{option}</span>)}</span>}
                <time>{moment(line.t_us)}</time>
              </div>
            ) : (
              <small>{words(line.who, { text: line.text })}</small>
            )}
            {index === reached && <span className="tw-transcript__here">{words("here")}</span>}
          </li>
        ))}
      </ol>
      <button type="button" className="tw-button" disabled={!conversation} onClick={simulate}><Icon name="play" size={13} /> {words("simulate")}</button>
    </div>
  );
}
