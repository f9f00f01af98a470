// The people behind a number: exactly those whom it counts. Each opens what was said.

import { useEffect, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { Progress } from "../../parts/progress.tsx";
import { useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { Afterwards } from "./afterwards.tsx";
import { useValue } from "./dimensions.ts";
import { useSaid } from "./said.ts";
import { TranscriptView } from "./transcript.tsx";
import type { Chosen, Counted, People as Told, Person } from "./types.ts";
import { Misses } from "./misses.tsx";

const WORDS = {
  people: { es: "Personas de este número", en: "People of this number", pt: "Pessoas deste número" },
  came: { es: "Llegaron a «{title}»", en: "Came to “{title}”", pt: "Chegaram a «{title}»" },
  left: { es: "Se fueron antes de «{title}»", en: "Left before “{title}”", pt: "Saíram antes de «{title}»" },
  showCame: { es: "Llegaron", en: "Came", pt: "Chegaram" },
  showLeft: { es: "Se fueron", en: "Left", pt: "Saíram" },
  close: { es: "Cerrar", en: "Close", pt: "Fechar" },
  more: { es: "Mostrar más", en: "Show more", pt: "Mostrar mais" },
  reading: { es: "Leyendo…", en: "Reading…", pt: "Lendo…" },
  nobody: { es: "Nadie.", en: "Nobody.", pt: "Ninguém." },
  missed: { es: "{n} {n|mensaje|mensajes} sin entender", en: "{n} {n|message|messages} not understood", pt: "{n} {n|mensagem|mensagens} sem entender" },
  agent: { es: "habló con un agente", en: "talked to an agent", pt: "falou com um agente" },
  silent: { es: "no dijo nada más", en: "said nothing more", pt: "não disse mais nada" },
  waiting: { es: "todavía puede llegar", en: "may still come", pt: "ainda pode chegar" },
} satisfies Words<string>;

interface Props extends PageProps {
  counted: Counted;
  chosen: Chosen;
  /** By what it is broken down. */
  column: string | undefined;
  onChoose(chosen?: Chosen): void;
}

export function People({ project, stage, counted, chosen, column, onChoose }: Props) {
  const words = useWords(WORDS);
  const named = useValue();
  const { number } = useSaid();
  const [told, setTold] = useState<Told>();
  const [shown, setShown] = useState<Person[]>([]);
  const [open, setOpen] = useState<Person>();
  const read = (offset: number) => project.host.ask("funnels.people", { key: counted.key, ...chosen, offset }).catch((error: Error) => project.say(error.message));
  useEffect(() => {
    const end = project.host.hear<Told & { error?: string }>("funnels.people", (found) => {
      if (found.error) return project.say(found.error);
      if (found.key !== counted.key || JSON.stringify(found.chosen) !== JSON.stringify(chosen)) return;
      setTold(found);
      setShown((before) => [...before.slice(0, found.offset), ...found.people]);
    });
    void read(0);
    return end;
  }, [project]);
  const title = counted.steps[chosen.step - 1]?.title ?? "";
  const heading = `${chosen.value === null ? "" : `${named(column, chosen.value)} · `}${words(chosen.dropped ? "left" : "came", { title })}${told ? ` · ${number(told.total)}` : ""}`;
  return (
    <aside className="tw-funnels__right" aria-label={words("people")} onKeyDown={({ key }) => key === "Escape" && (open ? setOpen(undefined) : onChoose())}>
      <div className="tw-people__head">
        <h2 className="tw-heading" dir="auto">{heading}</h2>
        <button type="button" className="tw-iconbutton" aria-label={words("close")} onClick={() => onChoose()}><Icon name="close" size={14} /></button>
      </div>
      {open ? (
        <TranscriptView project={project} stage={stage} person={open} onBack={() => setOpen(undefined)} />
      ) : (
        <>
          {chosen.step > 1 && (
            <div className="tw-people__which" role="group" aria-label={title}>
              {[false, true].map((dropped) => (
                <button key={String(dropped)} type="button" aria-pressed={chosen.dropped === dropped} onClick={() => onChoose({ ...chosen, dropped })}>{words(dropped ? "showLeft" : "showCame")}</button>
              ))}
            </div>
          )}
          {!told && <Progress label={words("reading")} />}
          {told?.total === 0 && <p className="tw-note">{words("nobody")}</p>}
          <ul className="tw-people">
            {shown.map((person) => <li key={person.entity}><PersonCard person={person} onOpen={() => setOpen(person)} /></li>)}
          </ul>
          {told && shown.length < told.total && <button type="button" className="tw-button" onClick={() => void read(shown.length)}>{words("more")}</button>}
          {told && told.total > 0 && (
            <>
              <Misses project={project} stage={stage} counted={counted} chosen={chosen} />
              <Afterwards project={project} stage={stage} counted={counted} chosen={chosen} />
            </>
          )}
        </>
      )}
    </aside>
  );
}

function PersonCard({ person, onOpen }: { person: Person; onOpen(): void }) {
  const words = useWords(WORDS);
  const { moment } = useSaid();
  const parts = [
    ...person.said.slice(0, 2).map((text) => `“${text.slice(0, 80)}”`),
    person.missed ? words("missed", { n: person.missed }) : "",
    person.agent ? words("agent") : "",
    person.said.length + person.missed === 0 && !person.agent ? words("silent") : "",
    person.immature ? words("waiting") : "",
  ];
  return (
    <button type="button" className="tw-person" onClick={onOpen}>
      <span className="tw-person__who"><b dir="auto">{person.contact || person.entity}</b><time>{moment(person.reached_us)}</time></span>
      <span dir="auto">{parts.filter(Boolean).join(" → ")}</span>
      {person.channel && <small>{person.channel}</small>}
    </button>
  );
}
