// Files for translators: out as .xlsx or .po, and in again after a look at what they change.

import { useEffect, useRef, useState } from "react";
import { save, send } from "../../files.ts";
import { Icon } from "../../parts/icon.tsx";
import { Menu } from "../../parts/menu.tsx";
import { Progress } from "../../parts/progress.tsx";
import type { Project } from "../../project.ts";
import type { Issue } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";

const WORDS = {
  export: { es: "Exportar", en: "Export", pt: "Exportar" },
  xlsx: { es: "Hoja de cálculo (.xlsx)", en: "Spreadsheet (.xlsx)", pt: "Planilha (.xlsx)" },
  po: { es: "Catálogo (.po)", en: "Catalogue (.po)", pt: "Catálogo (.po)" },
  import: { es: "Importar", en: "Import", pt: "Importar" },
  reading: { es: "Leyendo {name}", en: "Reading {name}", pt: "Lendo {name}" },
  found: {
    es: "{count} {count|traducción nueva|traducciones nuevas} al {language}; {unchanged} {unchanged|igual|iguales}, {empty} {empty|vacía|vacías}", en: "{count} {count|new translation|new translations} into {language}; {unchanged} as before, {empty} empty",
    pt: "{count} {count|tradução nova|traduções novas} para {language}; {unchanged} {unchanged|igual|iguais}, {empty} {empty|vazia|vazias}",
  },
  issues: { es: "{count} {count|no se toma o pide una mirada|no se toman o piden una mirada}:", en: "{count} {count|is not taken or needs a look|are not taken or need a look}:", pt: "{count} {count|não é tomada ou pede atenção|não são tomadas ou pedem atenção}:" },
  take: { es: "Tomarlas", en: "Take them", pt: "Tomar" },
  force: { es: "Leer de nuevo y tomarlas todas", en: "Read again and take all", pt: "Ler de novo e tomar todas" },
  close: { es: "Cerrar", en: "Close", pt: "Fechar" },
  taken: { es: "Importar traducciones", en: "Import translations", pt: "Importar traduções" },
} satisfies Words<string>;

interface Found {
  error?: string;
  count: number;
  issues: Issue[];
  unchanged: number;
  empty: number;
}

interface Props {
  project: Project;
  bot: string;
  language: string;
  languageTitle: string;
  readOnly: boolean;
}

export function Exchange({ project, bot, language, languageTitle, readOnly }: Props) {
  const words = useWords(WORDS);
  const input = useRef<HTMLInputElement>(null);
  const [reading, setReading] = useState("");
  const [found, setFound] = useState<Found>();
  const upload = useRef("");
  useEffect(
    () =>
      project.host.hear<Found>("translations", (news) => {
        setReading("");
        if (news.error === undefined) setFound(news);
        else project.say(news.error);
      }),
    [project],
  );
  const fail = (error: Error) => {
    setReading("");
    project.say(error.message);
  };
  const download = (format: "xlsx" | "po") => {
    project.host.ask<{ name: string; data: string }>("texts.export", { bot, language, format }).then(({ name, data }) => save(name, data), fail);
  };
  const read = (force: boolean) => project.host.ask("texts.read", { upload: upload.current, bot, language, force }).catch(fail);
  const take = async (file: File) => {
    setReading(file.name);
    try {
      upload.current = await send(project.host, file);
      await read(false);
    } catch (error) {
      fail(error as Error);
    }
  };
  const accept = () => {
    setFound(undefined);
    project.host.ask("texts.take", { bot, label: words("taken") }).catch(fail);
  };
  return (
    <div className="tw-exchange">
      {reading && <Progress label={words("reading", { name: reading })} />}
      <Menu
        name={words("export")} className="tw-button" align="end" items={[
          { label: words("xlsx"), icon: "download", act: () => download("xlsx") },
          { label: words("po"), icon: "download", act: () => download("po") },
        ]}
      />
      <button type="button" className="tw-button" disabled={readOnly || reading !== ""} onClick={() => input.current?.click()}>
        <Icon name="upload" size={14} /> {words("import")}
      </button>
      <input
        ref={input} type="file" hidden accept=".xlsx,.po" aria-label={words("import")}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) void take(file);
        }}
      />
      {found && (
        <section className="tw-card tw-exchange__found" role="dialog" aria-label={words("import")}>
          <p>{words("found", { count: found.count, language: languageTitle, unchanged: found.unchanged, empty: found.empty })}</p>
          {found.issues.length > 0 && (
            <>
              <p className="tw-note">{words("issues", { count: found.issues.length })}</p>
              <ul className="tw-field__issues">
                {found.issues.slice(0, 40).map((issue, index) => (
                  <li key={index} data-severity={issue.severity}>
                    {issue.location?.node && <strong>{issue.location.node}: </strong>}
                    {issue.message}; {issue.remedy}
                  </li>
                ))}
              </ul>
            </>
          )}
          <div className="tw-upload__acts">
            <button type="button" className="tw-button tw-button--primary" disabled={found.count === 0} onClick={accept}>{words("take")}</button>
            {found.issues.some((issue) => issue.severity === "error") && (
              <button type="button" className="tw-button" onClick={() => { setFound(undefined); void read(true); }}>{words("force")}</button>
            )}
            <button type="button" className="tw-button tw-button--plain" onClick={() => setFound(undefined)}>{words("close")}</button>
          </div>
        </section>
      )}
    </div>
  );
}
