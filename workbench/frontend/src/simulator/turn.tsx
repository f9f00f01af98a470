// One move and everything that it set off.

import { memo } from "react";
import { Icon } from "../parts/icon.tsx";
import { useWords, type Words } from "../words.ts";
import { MessageView } from "./message.tsx";
import { EffectView, GoTo, NoteView, TimerView } from "./notes.tsx";
import { PersonView } from "./person.tsx";
import type { Line, MessageLine, Option, Told } from "./told.ts";
import { Degraded } from "./degraded.tsx";
import { Understood } from "./understood.tsx";

const WORDS = {
  back: { es: "Volver a este punto", en: "Go back to this point", pt: "Voltar a este ponto" },
  before: { es: "Antes del cambio decía:", en: "Before the edit it said:", pt: "Antes da mudança dizia:" },
  silence: { es: "(nada)", en: "(nothing)", pt: "(nada)" },
} satisfies Words<string>;

interface Props {
  turn: Told;
  /** The number of moves that are left when one goes back to here. */
  length: number;
  isLast: boolean;
  waited: string;
  waiting: string;
  press(option: Option): void;
  back(length: number): void;
}

export const TurnView = memo(function TurnView({ turn, length, isLast, waited, waiting, press, back }: Props) {
  const words = useWords(WORDS);
  const isHeard = turn.move.type === "say" || turn.move.type === "press";
  return (
    <li className="tw-turn">
      <PersonView move={turn.move} />
      {isHeard && <Understood turn={turn} waited={waited} />}
      {turn.lines?.map((line, index) => <LineView key={index} line={line} waiting={waiting} press={press} />)}
      {turn.before !== undefined && (
        <details className="tw-turn__before">
          <summary>{words("before")}</summary>
          <p dir="auto">{turn.before || words("silence")}</p>
        </details>
      )}
      {!isLast && (
        <button type="button" className="tw-turn__back" onClick={() => back(length)}>
          <Icon name="undo" size={11} />
          {words("back")}
        </button>
      )}
    </li>
  );
});

function LineView({ line, waiting, press }: { line: Line; waiting: string; press: Props["press"] }) {
  switch (line.as) {
    case "message":
      return <SaidView line={line} press={press} />;
    case "effect":
      return <EffectView line={line} waits={!!line.key && line.key === waiting && !line.answer} />;
    case "timer":
      return <TimerView timer={line} />;
    case "note":
      return <NoteView note={line} />;
  }
}

function SaidView({ line, press }: { line: MessageLine; press: Props["press"] }) {
  return (
    <div className="tw-said">
      {line.shown.map((shown, index) => <MessageView key={index} shown={shown} press={press} />)}
      <div className="tw-said__foot">
        {line.degradations && <Degraded degradations={line.degradations} />}
        <GoTo node={line.node} />
      </div>
    </div>
  );
}
