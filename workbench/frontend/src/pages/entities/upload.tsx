// A spreadsheet on its way into the bot: sent, read, looked at, taken.

import { useEffect, useRef, useState } from "react";
import { send } from "../../files.ts";
import { DropZone } from "../../parts/drop_zone.tsx";
import { Progress } from "../../parts/progress.tsx";
import type { Project } from "../../project.ts";
import type { Issue, Json } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import { shown } from "./values.ts";

const WORDS = {
  choose: { es: "Cargar una hoja", en: "Load a spreadsheet", pt: "Carregar uma planilha" },
  hint: { es: ".xlsx, .xls, .ods o .csv, hasta 50 MB", en: ".xlsx, .xls, .ods or .csv, up to 50 MB", pt: ".xlsx, .xls, .ods ou .csv, até 50 MB" },
  sending: { es: "Enviando {name}", en: "Sending {name}", pt: "Enviando {name}" },
  reading: { es: "Leyendo {name}", en: "Reading {name}", pt: "Lendo {name}" },
  found: { es: "{rows} {rows|fila|filas}, {columns} {columns|columna|columnas}", en: "{rows} {rows|row|rows}, {columns} {columns|column|columns}", pt: "{rows} {rows|linha|linhas}, {columns} {columns|coluna|colunas}" },
  name: { es: "Nombre de la tabla", en: "Name of the table", pt: "Nome da tabela" },
  take: { es: "Agregar la tabla", en: "Add the table", pt: "Adicionar a tabela" },
  replace: { es: "Reemplazar la tabla", en: "Replace the table", pt: "Substituir a tabela" },
  cancel: { es: "Cancelar", en: "Cancel", pt: "Cancelar" },
  loaded: { es: "Cargar la tabla {name}", en: "Load the table {name}", pt: "Carregar a tabela {name}" },
  left: { es: "{count} {count|fila queda fuera|filas quedan fuera}:", en: "{count} {count|row is left out|rows are left out}:", pt: "{count} {count|linha fica de fora|linhas ficam de fora}:" },
} satisfies Words<string>;

interface Found {
  upload: string;
  error?: string;
  name: string;
  columns: string[];
  rows: Json[][];
  count: number;
  issues: Issue[];
}

interface Props {
  project: Project;
  bot: string;
  tables: string[];
  readOnly: boolean;
  onTaken(name: string): void;
}

export function Upload({ project, bot, tables, readOnly, onTaken }: Props) {
  const words = useWords(WORDS);
  const [work, setWork] = useState<{ name: string; sent?: number }>();
  const [found, setFound] = useState<Found>();
  const cancel = useRef<AbortController>(null);
  useEffect(
    () =>
      project.host.hear<Found>("table", (news) => {
        setWork(undefined);
        if (news.error === undefined) setFound(news);
        else project.say(news.error);
      }),
    [project],
  );
  const start = async (file: File) => {
    const { name } = file;
    cancel.current = new AbortController();
    try {
      setWork({ name, sent: 0 });
      const upload = await send(project.host, file, { signal: cancel.current.signal, onProgress: (sent) => setWork({ name, sent }) });
      setWork({ name });
      await project.host.ask("tables.read", { upload });
    } catch (error) {
      setWork(undefined);
      if ((error as Error).name !== "AbortError") project.say((error as Error).message);
    }
  };
  const take = async (name: string) => {
    const { upload } = found!;
    setFound(undefined);
    try {
      await project.host.ask("tables.take", { bot, upload, name, label: words("loaded", { name }) });
      onTaken(name);
    } catch (error) {
      project.say((error as Error).message);
    }
  };
  if (found) return <Preview found={found} tables={tables} onCancel={() => setFound(undefined)} onTake={(name) => void take(name)} />;
  if (work) {
    const isSending = work.sent !== undefined;
    return (
      <Progress
        label={words(isSending ? "sending" : "reading", { name: work.name })} part={work.sent} {...(isSending ? { onCancel: () => cancel.current?.abort() } : {})}
      />
    );
  }
  if (readOnly) return null;
  return <DropZone label={words("choose")} hint={words("hint")} accept=".xlsx,.xls,.ods,.csv" onFiles={([given]) => given && void start(given.file)} />;
}

interface PreviewProps {
  found: Found;
  tables: string[];
  onCancel(): void;
  onTake(name: string): void;
}

function Preview({ found, tables, onCancel, onTake }: PreviewProps) {
  const words = useWords(WORDS);
  const [name, setName] = useState(found.name);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <form
      className="tw-upload"
      onSubmit={(event) => {
        event.preventDefault();
        onTake(name);
      }}
    >
      <strong>{words("found", { rows: found.count, columns: found.columns.length })}</strong>
      <div className="tw-upload__rows">
        <table>
          <thead><tr>{found.columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
          <tbody>{found.rows.slice(0, 4).map((row, index) => <tr key={index}>{row.map((cell, at) => <td key={at}>{shown(cell)}</td>)}</tr>)}</tbody>
        </table>
      </div>
      {found.issues.length > 0 && (
        <ul className="tw-field__issues">
          {found.issues.slice(0, 5).map((issue, index) => <li key={index} data-severity="warning">{issue.message}; {issue.remedy}</li>)}
        </ul>
      )}
      <label className="tw-label">
        {words("name")}
        <input ref={first} className="tw-input" value={name} required pattern="[\p{L}\p{N}_][\p{L}\p{N}_\-]*" onChange={(event) => setName(event.target.value)} />
      </label>
      <div className="tw-upload__acts">
        <button type="submit" className="tw-button tw-button--primary">{words(tables.includes(name) ? "replace" : "take")}</button>
        <button type="button" className="tw-button tw-button--plain" onClick={onCancel}>{words("cancel")}</button>
      </div>
    </form>
  );
}
