// One test: its lines as a conversation, differences side by side, and its text to be changed.

import { useMemo, useState } from "react";
import type { Project } from "../../project.ts";
import { useProject } from "../../project.ts";
import { useWords, type Words } from "../../words.ts";
import { reloadTests } from "./standing.ts";
import type { Difference, Test } from "./types.ts";

const WORDS = {
  run: { es: "Ejecutar", en: "Run", pt: "Executar" },
  edit: { es: "Cambiar el texto", en: "Edit the text", pt: "Alterar o texto" },
  done: { es: "Listo", en: "Done", pt: "Pronto" },
  remove: { es: "Quitar la prueba", en: "Remove the test", pt: "Remover o teste" },
  expected: { es: "La prueba espera", en: "The test expects", pt: "O teste espera" },
  got: { es: "El bot dijo", en: "The bot said", pt: "O bot disse" },
  accept: { es: "Es lo correcto: cambiar la prueba", en: "That is right: change the test", pt: "Está certo: alterar o teste" },
  accepted: { es: "Aceptar lo que dijo el bot", en: "Accept what the bot said", pt: "Aceitar o que o bot disse" },
  passes: { es: "Pasa.", en: "It passes.", pt: "Passa." },
  never: { es: "Todavía no se ejecutó.", en: "It has not been run yet.", pt: "Ainda não foi executado." },
  text: { es: "Texto de {file}", en: "Text of {file}", pt: "Texto de {file}" },
} satisfies Words<string>;

interface Props {
  project: Project;
  test: Test;
  onRun(): void;
}

export function TestText({ project, test, onRun }: Props) {
  const words = useWords(WORDS);
  const tree = useProject(project, (view) => view.tree);
  const [isEdited, setEdited] = useState(false);
  const text = (test.bot ? tree.bots[test.bot]?.tests : tree.tests)?.[test.file] ?? "";
  const lines = useMemo(() => linesOf(text, test.line), [text, test.line]);
  const path = test.bot ? ["bots", test.bot, "tests", test.file] : ["tests", test.file];
  const put = (next: string, label: string) => {
    project.edit([next.trim() ? { path, value: next } : { path }], label);
    reloadTests(project);
  };
  const remove = () => {
    const all = text.split("\n");
    put(all.toSpliced(test.line - 1, lines.length).join("\n"), words("remove"));
  };
  const accept = ({ line, got }: Difference) => {
    const all = text.split("\n");
    const ours = lines.find(({ number }) => number === line);
    if (!ours) return;
    // A message that nobody expected goes before the person's next line; one that differs, in its place.
    const isExpected = ours.text.startsWith("<");
    const said = `< ${got}`.split("\n");
    put(all.toSpliced(line - 1, isExpected ? ours.length : 0, ...said).join("\n"), words("accepted"));
  };
  return (
    <article className="tw-test" aria-label={test.title}>
      <header>
        <h2>{test.title}</h2>
        <button type="button" className="tw-button" onClick={onRun}>{words("run")}</button>
        <button type="button" className="tw-button" aria-pressed={isEdited} onClick={() => setEdited(!isEdited)}>{words(isEdited ? "done" : "edit")}</button>
        <button type="button" className="tw-button tw-button--plain" onClick={remove}>{words("remove")}</button>
      </header>
      {isEdited ? (
        <textarea
          className="tw-input tw-test__source" aria-label={words("text", { file: `${test.file}.chat` })} spellCheck={false} defaultValue={text}
          onBlur={(event) => event.target.value !== text && put(event.target.value, words("edit"))} onKeyDown={(event) => event.stopPropagation()}
        />
      ) : (
        <ol className="tw-test__lines">
          {lines.map((line) => (
            <li key={line.number} data-who={line.who}>
              <pre dir="auto">{line.shown}</pre>
              {test.differences?.filter((one) => one.line >= line.number && one.line < line.number + line.length).map((one, index) => (
                <div key={index} className="tw-test__difference">
                  <div>
                    <h3>{words("expected")}</h3>
                    <pre dir="auto">{one.expected}</pre>
                  </div>
                  <div>
                    <h3>{words("got")}</h3>
                    <pre dir="auto">{one.got}</pre>
                  </div>
                  {!one.got.startsWith("silence") && (
                    <button type="button" className="tw-link" onClick={() => accept(one)}>{words("accept")}</button>
                  )}
                </div>
              ))}
            </li>
          ))}
        </ol>
      )}
      <p className="tw-note" role="status">{test.differences ? test.differences.length === 0 && words("passes") : words("never")}</p>
      {test.warnings.map((warning) => (
        <p key={warning} className="tw-note">{warning}</p>
      ))}
    </article>
  );
}

interface Line {
  /** From 1, in the file. */
  number: number;
  /** How many lines of the file it is. */
  length: number;
  text: string;
  shown: string;
  who: "person" | "bot" | "other";
}

/** The logical lines of the conversation that begins at a line of a file. */
function linesOf(text: string, start: number): Line[] {
  const found: Line[] = [];
  const all = text.split("\n");
  for (let at = Math.max(0, start - 1); at < all.length; at += 1) {
    const raw = all[at]!;
    if (raw.startsWith("==") && found.length > 0) break;
    const last = found.at(-1);
    if (raw.startsWith("  ") && last) {
      last.shown += `\n${raw.trim()}`;
      last.length = at + 2 - last.number;
    } else if (raw.trim()) {
      const who = raw.startsWith(">") ? "person" : raw.startsWith("<") ? "bot" : "other";
      found.push({ number: at + 1, length: 1, text: raw, shown: who === "other" ? raw : raw.slice(1).trim(), who });
    }
  }
  return found.filter(({ text: one }) => !one.startsWith("=="));
}
