// The tests by file, and the open one: its text, and where the bot did otherwise.

import { useMemo, useState } from "react";
import { folded, Search } from "../../parts/search.tsx";
import { useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { TestText } from "./test_text.tsx";
import type { Standing, Test } from "./types.ts";

const WORDS = {
  search: { es: "Buscar pruebas", en: "Find tests", pt: "Buscar testes" },
  failed: { es: "Solo las que difieren ({count})", en: "Only those that differ ({count})", pt: "Só os que diferem ({count})" },
  none: { es: "No hay pruebas todavía. Converse en el simulador y guarde la conversación como prueba.", en: "There are no tests yet. Talk in the simulator and save the conversation as a test.", pt: "Ainda não há testes. Converse no simulador e salve a conversa como teste." },
  simulator: { es: "Ir al simulador", en: "Go to the simulator", pt: "Ir ao simulador" },
  nothing: { es: "Ninguna coincide.", en: "None matches.", pt: "Nenhum coincide." },
  passed: { es: "pasa", en: "passes", pt: "passa" },
  differs: { es: "difiere", en: "differs", pt: "difere" },
  never: { es: "sin ejecutar", en: "not run", pt: "não executado" },
  project: { es: "proyecto", en: "project", pt: "projeto" },
  faults: { es: "Líneas que no se entienden", en: "Lines that cannot be read", pt: "Linhas que não se entendem" },
} satisfies Words<string>;

interface Props extends PageProps {
  standing: Standing;
  onRun(only: string): void;
}

export function Conversations({ project, stage, standing, onRun }: Props) {
  const words = useWords(WORDS);
  const [sought, seek] = useState("");
  const [isFailedOnly, setFailedOnly] = useState(false);
  const [open, setOpen] = useState("");
  const { tests, faults } = standing;
  const failed = tests.filter(({ differences }) => differences?.length);
  const shown = useMemo(
    () => tests.filter((test) => (!isFailedOnly || test.differences?.length) && folded(`${test.title} ${test.file}`).includes(folded(sought))),
    [tests, isFailedOnly, sought],
  );
  if (tests.length === 0) {
    return (
      <div className="tw-empty">
        <p>{words("none")}</p>
        <button type="button" className="tw-button tw-button--primary" onClick={() => stage.set({ page: "simulator" })}>{words("simulator")}</button>
      </div>
    );
  }
  const selected = shown.find(({ key }) => key === open) ?? failed[0] ?? shown[0];
  return (
    <div className="tw-tests__columns">
      <div className="tw-tests__side">
        <Search name={words("search")} value={sought} onChange={seek} />
        {failed.length > 0 && (
          <label className="tw-tests__only">
            <input type="checkbox" checked={isFailedOnly} onChange={(event) => setFailedOnly(event.target.checked)} />
            {words("failed", { count: failed.length })}
          </label>
        )}
        {faults.length > 0 && (
          <ul className="tw-tests__faults" aria-label={words("faults")}>
            {faults.map(({ message, remedy, location }, index) => (
              <li key={index}>{`${location?.file ?? ""}:${location?.line ?? ""} ${message}; ${remedy}`}</li>
            ))}
          </ul>
        )}
        {shown.length === 0 && <p className="tw-note">{words("nothing")}</p>}
        {groups(shown).map(([file, inside]) => (
          <section key={file} aria-label={file}>
            <h2 className="tw-heading">{file}</h2>
            <ul className="tw-tests__list">
              {inside.map((test) => (
                <li key={test.key}>
                  <button type="button" aria-current={test === selected || undefined} onClick={() => setOpen(test.key)}>
                    <span className="tw-tests__mark" data-standing={standingOf(test)}>
                      <span className="tw-hidden">{words(standingOf(test))}</span>
                    </span>
                    <span className="tw-tests__title">{test.title}</span>
                    {test.differences?.length ? <small>{test.differences.length}</small> : null}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {selected && <TestText key={selected.key} project={project} test={selected} onRun={() => onRun(selected.key)} />}
    </div>
  );
}

function standingOf({ differences }: Test): "passed" | "differs" | "never" {
  if (!differences) return "never";
  return differences.length ? "differs" : "passed";
}

function groups(tests: Test[]): [string, Test[]][] {
  const found = new Map<string, Test[]>();
  for (const test of tests) {
    const file = `${test.bot ? `${test.bot} / ` : ""}${test.file}.chat`;
    found.set(file, [...(found.get(file) ?? []), test]);
  }
  return [...found];
}
