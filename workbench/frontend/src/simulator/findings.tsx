// The small tabs: the latest reading, the warnings of the conversation, the timers that run.

import { use, useMemo } from "react";
import { Icon } from "../parts/icon.tsx";
import { LanguageContext, useWords, type Words } from "../words.ts";
import { clockTime, stretch } from "./moments.ts";
import { NoteView } from "./notes.tsx";
import { ReadingView } from "./reading.tsx";
import { useBot, useScene } from "./scene.ts";
import { useTalk } from "./session.ts";
import type { NoteLine, Told } from "./told.ts";

const WORDS = {
  noReading: { es: "Aún no se ha leído ningún mensaje.", en: "No message has been read yet.", pt: "Nenhuma mensagem foi lida ainda." },
  noWarning: { es: "Sin avisos.", en: "No warnings.", pt: "Sem avisos." },
  noTimer: { es: "No corre ningún temporizador.", en: "No timer is running.", pt: "Nenhum temporizador está correndo." },
  jump: { es: "Saltar al próximo", en: "Jump to the next", pt: "Pular para o próximo" },
  in: { es: "en {time}", en: "in {time}", pt: "em {time}" },
  step: { es: "El motor tardó {ms} ms", en: "The engine took {ms} ms", pt: "O motor levou {ms} ms" },
} satisfies Words<string>;

export function LatestReading() {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const { session } = useScene();
  const turn = useTalk(session, (talk) => talk.turns.findLast(({ readings }) => readings));
  if (!turn?.readings) return <p className="tw-aside">{words("noReading")}</p>;
  const text = turn.move.type === "say" ? turn.move.text : "";
  const ms = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format((turn.step_us ?? 0) / 1000);
  return (
    <div className="tw-findings">
      <p className="tw-findings__said" dir="auto">“{text}”</p>
      {Object.entries(turn.readings).map(([bot, reading], _at, all) => (
        <section key={bot}>
          {all.length > 1 && <h4 className="tw-heading">{bot}</h4>}
          <ReadingView reading={reading} />
        </section>
      ))}
      <p className="tw-aside">{words("step", { ms })}</p>
    </div>
  );
}

export function Warnings() {
  const words = useWords(WORDS);
  const { session } = useScene();
  const turns = useTalk(session, (talk) => talk.turns);
  const warnings = useMemo(() => warningsOf(turns), [turns]);
  if (warnings.length === 0) return <p className="tw-aside">{words("noWarning")}</p>;
  return <div className="tw-findings">{warnings.map((note, index) => <NoteView key={index} note={note} />)}</div>;
}

/** The warnings of a conversation, each once. */
export function warningsOf(turns: Told[]): NoteLine[] {
  const found = new Map<string, NoteLine>();
  for (const { lines = [] } of turns) {
    for (const line of lines) {
      if (line.as !== "note" || (line.what !== "warning" && line.what !== "error")) continue;
      found.set(JSON.stringify([line.what, line.node, line.name, line.data]), line);
    }
  }
  return [...found.values()];
}

export function Timers() {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const { session } = useScene();
  const zone = String(useBot()?.["time_zone"] ?? "UTC");
  const timers = useTalk(session, (talk) => talk.timers);
  const now = useTalk(session, (talk) => talk.now_us);
  if (timers.length === 0) return <p className="tw-aside">{words("noTimer")}</p>;
  return (
    <div className="tw-findings">
      {timers.map(({ timer, due_us }) => (
        <p key={timer} className="tw-told">
          <Icon name="clock" size={12} />
          <span><code>{timer}</code> {clockTime(due_us, zone, language)} ({words("in", { time: stretch((due_us - now) / 1e6) })})</span>
        </p>
      ))}
      <button type="button" className="tw-button" onClick={() => session.do(toNextTimer(timers, now))}>{words("jump")}</button>
    </div>
  );
}

export function toNextTimer(timers: { due_us: number }[], now: number): { type: "wait"; seconds: number } {
  return { type: "wait", seconds: Math.max(0, (timers[0]!.due_us - now) / 1e6) };
}
