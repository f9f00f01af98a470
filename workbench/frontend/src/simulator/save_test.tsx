// The conversation saved as a test of the bot, after it was played back.

import { useEffect, useState } from "react";
import { Combobox } from "../parts/combobox.tsx";
import { Icon } from "../parts/icon.tsx";
import { useProject } from "../project.ts";
import type { Steps } from "../edits.ts";
import { useWords, type Words } from "../words.ts";
import { useBot, useScene } from "./scene.ts";
import { useTalk } from "./session.ts";
import type { Recorded, Told } from "./told.ts";

const WORDS = {
  save: { es: "Guardar como prueba", en: "Save as a test", pt: "Salvar como teste" },
  title: { es: "Título", en: "Title", pt: "Título" },
  file: { es: "Archivo", en: "File", pt: "Arquivo" },
  playing: { es: "Se reproduce…", en: "Playing it back…", pt: "Reproduzindo…" },
  passes: { es: "Pasa: el bot responde igual otra vez.", en: "It passes: the bot answers the same again.", pt: "Passa: o bot responde igual de novo." },
  differs: { es: "No pasa tal como está:", en: "It does not pass as it is:", pt: "Não passa como está:" },
  line: { es: "línea {line}: se esperaba «{expected}» y fue «{got}»", en: "line {line}: expected “{expected}”, got “{got}”", pt: "linha {line}: esperava-se «{expected}» e foi «{got}»" },
  done: { es: "Guardar", en: "Save", pt: "Salvar" },
  cancel: { es: "Cancelar", en: "Cancel", pt: "Cancelar" },
  label: { es: "Prueba «{title}» guardada", en: "Test “{title}” saved", pt: "Teste «{title}» salvo" },
  wrongName: { es: "Use letras, números, guiones.", en: "Use letters, numbers, dashes.", pt: "Use letras, números, hifens." },
} satisfies Words<string>;

/** Without a pause for each key while the title is typed. */
const TYPED_MS = 400;
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,80}$/u;

export function SaveTest({ close }: { close(): void }) {
  const words = useWords(WORDS);
  const { project, session } = useScene();
  const turns = useTalk(session, (talk) => talk.turns);
  const where = useTests();
  const tests = useProject(project, ({ tree }) => (where.bot ? tree.bots[where.bot]?.tests : tree.tests)) ?? {};
  const [title, setTitle] = useState(() => titleOf(turns) || words("save"));
  const [file, setFile] = useState(() => Object.keys(tests)[0] ?? "conversations");
  const recorded = useRecorded(title);
  const isNamed = NAME.test(file);
  const save = () => {
    if (!recorded || !isNamed) return;
    const before = tests[file];
    const text = before ? `${before.trimEnd()}\n\n${recorded.text}` : recorded.text;
    project.edit([{ path: [...where.path, file], value: text }], words("label", { title }));
    close();
  };
  return (
    <form
      className="tw-panel" aria-label={words("save")} onKeyDown={(event) => event.key === "Escape" && close()}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h3>{words("save")}</h3>
      <label>
        <span>{words("title")}</span>
        <input className="tw-input" value={title} autoFocus maxLength={120} onChange={(event) => setTitle(event.target.value)} />
      </label>
      <label>
        <span>{words("file")}</span>
        <Combobox
          label={words("file")} value={file} onChange={setFile}
          suggestions={Object.keys(tests).sort().map((name) => ({ name, hint: ".chat" }))}
        />
      </label>
      {!isNamed && <p role="alert">{words("wrongName")}</p>}
      <Outcome recorded={recorded} />
      {recorded && <pre className="tw-panel__text" tabIndex={0} aria-label={words("title")} dir="auto">{recorded.text}</pre>}
      <div className="tw-row">
        <button type="submit" className="tw-button tw-button--primary" disabled={!recorded || !isNamed || !title.trim()}>{words("done")}</button>
        <button type="button" className="tw-button tw-button--plain" onClick={close}>{words("cancel")}</button>
      </div>
    </form>
  );
}

function Outcome({ recorded }: { recorded: Recorded | undefined }) {
  const words = useWords(WORDS);
  if (!recorded) return <p className="tw-aside" role="status">{words("playing")}</p>;
  if (recorded.differences.length === 0) {
    return <p className="tw-outcome" data-tone="ok" role="status"><Icon name="check" size={13} /> {words("passes")}</p>;
  }
  return (
    <div className="tw-outcome" data-tone="warn" role="status">
      <p><Icon name="warning" size={13} /> {words("differs")}</p>
      <ul>
        {recorded.differences.map(({ line, expected, got }) => <li key={`${line}${got}`}>{words("line", { line, expected, got })}</li>)}
      </ul>
    </div>
  );
}

/** The test of the conversation as it is, written again when the title or the conversation changes. */
function useRecorded(title: string): Recorded | undefined {
  const { session } = useScene();
  const turns = useTalk(session, (talk) => talk.turns);
  const [recorded, setRecorded] = useState<Recorded>();
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(() => void session.record(title.trim()).then((found) => isWanted && setRecorded(found)), TYPED_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [session, title, turns]);
  return recorded;
}

/** A bot's tests are with that bot alone; those of the project with whom the flow manager chooses. */
function useTests(): { bot: string; path: Steps } {
  const { project, session } = useScene();
  const chosen = useTalk(session, (talk) => talk.setup.bot);
  const count = useProject(project, ({ tree }) => Object.keys(tree.bots).length);
  const id = useBot()?.id ?? "";
  const bot = chosen || (count === 1 ? id : "");
  return { bot, path: bot ? ["bots", bot, "tests"] : ["tests"] };
}

function titleOf(turns: Told[]): string {
  for (const { move } of turns) {
    if (move.type === "say" && move.text) return move.text.slice(0, 80);
    if (move.type === "press" && move.label) return move.label;
  }
  return "";
}
