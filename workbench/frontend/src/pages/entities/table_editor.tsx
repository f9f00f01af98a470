// One table: its name and uses above, its cells below.

import { useMemo, useState } from "react";
import type { Op } from "../../edits.ts";
import { Cell } from "../../parts/cell.tsx";
import { Icon } from "../../parts/icon.tsx";
import { folded, Search } from "../../parts/search.tsx";
import type { Project } from "../../project.ts";
import type { Stage } from "../../stage.ts";
import type { Json, Table } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import { useCounts } from "../variables/counts.ts";
import { WhereUsed } from "../variables/where_used.tsx";
import { Grid } from "./grid.tsx";
import { faultsOf, shown } from "./values.ts";

const WORDS = {
  name: { es: "Nombre de la tabla", en: "Name of the table", pt: "Nome da tabela" },
  search: { es: "Buscar en la tabla", en: "Find in the table", pt: "Buscar na tabela" },
  row: { es: "Fila", en: "Row", pt: "Linha" },
  column: { es: "Columna", en: "Column", pt: "Coluna" },
  synonyms: { es: "Sinónimos", en: "Synonyms", pt: "Sinônimos" },
  addRow: { es: "Agregar una fila", en: "Add a row", pt: "Adicionar uma linha" },
  addColumn: { es: "Agregar una columna", en: "Add a column", pt: "Adicionar uma coluna" },
  addSynonyms: { es: "Agregar sinónimos", en: "Add synonyms", pt: "Adicionar sinônimos" },
  used: { es: "{count} {count|uso|usos}", en: "{count} {count|use|uses}", pt: "{count} {count|uso|usos}" },
  remove: { es: "Quitar la tabla", en: "Remove the table", pt: "Remover a tabela" },
  removed: { es: "Quitar la tabla {name}", en: "Remove the table {name}", pt: "Remover a tabela {name}" },
  renamed: { es: "Renombrar {name} a {to}", en: "Rename {name} to {to}", pt: "Renomear {name} para {to}" },
  changed: { es: "Cambiar la tabla {name}", en: "Change the table {name}", pt: "Alterar a tabela {name}" },
  counting: { es: "Todavía se está contando dónde se usa.", en: "Where it is used is still being counted.", pt: "Ainda se está contando onde é usada." },
  sure: { es: "{count} {count|nodo la usa y quedará como aviso|nodos la usan y quedarán como avisos}.", en: "{count} {count|place uses it and will be shown as an issue|places use it and will be shown as issues}.", pt: "{count} {count|lugar a usa e ficará como aviso|lugares a usam e ficarão como avisos}." },
  yes: { es: "Quitar de todos modos", en: "Remove all the same", pt: "Remover mesmo assim" },
  no: { es: "Dejarla", en: "Keep it", pt: "Manter" },
  faults: {
    es: "{count} {count|fila sin clave o con la misma clave: no se usará|filas sin clave o con la misma clave: no se usarán}. La clave es la primera columna.",
    en: "{count} {count|row has no key or the same key: it will not be used|rows have no key or the same key: they will not be used}. The key is the first column.",
    pt: "{count} {count|linha sem chave ou com a mesma chave: não será usada|linhas sem chave ou com a mesma chave: não serão usadas}. A chave é a primeira coluna.",
  },
  newColumn: { es: "columna", en: "column", pt: "coluna" },
} satisfies Words<string>;

const SYNONYMS = "synonyms";

interface Props {
  project: Project;
  stage: Stage;
  bot: string;
  name: string;
  table: Table;
  readOnly: boolean;
  onRenamed(name: string): void;
}

export function TableEditor({ project, stage, bot, name, table, readOnly, onRenamed }: Props) {
  const words = useWords(WORDS);
  const [sought, seek] = useState("");
  const [side, show] = useState<"" | "uses" | "sure">("");
  const counts = useCounts(project, bot);
  const uses = counts && (counts["entities"]?.[name] ?? 0);
  const faults = useMemo(() => faultsOf(table), [table]);
  const rows = useMemo(() => matching(table, sought), [table, sought]);
  const path = ["bots", bot, "entities", name];
  const edit = (ops: Op[], label = words("changed", { name })) => {
    // Only .xlsx and .csv can be written; another spreadsheet becomes .csv with its first change.
    const drop: Op[] = /\.(xls|ods)$/i.test(table.file ?? "") ? [{ path: [...path, "file"] }] : [];
    project.edit([...ops.map((op) => ({ ...op, path: [...path, ...op.path] })), ...drop], label);
  };
  const rename = async (to: string) => {
    try {
      await project.host.ask("names.rename", { bot, family: "entities", old: name, new: to, label: words("renamed", { name, to }) });
      onRenamed(to);
    } catch (error) {
      project.say((error as Error).message);
    }
  };
  const remove = () => {
    if (uses !== 0 && side !== "sure") show("sure");
    else project.edit([{ path }], words("removed", { name }));
  };
  const addColumn = (title: string) => edit(columnOps(table, title));
  return (
    <section className="tw-table-editor" aria-label={name}>
      <header>
        <div className="tw-table-editor__name"><Cell code label={words("name")} value={name} readOnly={readOnly} onCommit={(to) => void rename(to.trim())} /></div>
        <button type="button" className="tw-link" aria-expanded={side === "uses"} onClick={() => show(side === "uses" ? "" : "uses")}>{uses === undefined ? "…" : words("used", { count: uses })}</button>
        <span className="tw-top__space" />
        <Search name={words("search")} value={sought} onChange={seek} />
        <Add label={words("addRow")} word={words("row")} disabled={readOnly} onClick={() => edit([{ path: ["rows", table.rows.length], value: table.columns.map(() => null), insert: true }])} />
        <Add label={words("addColumn")} word={words("column")} disabled={readOnly} onClick={() => addColumn(freeColumn(words("newColumn"), table.columns))} />
        {!table.columns.includes(SYNONYMS) && <Add label={words("addSynonyms")} word={words("synonyms")} disabled={readOnly} onClick={() => addColumn(SYNONYMS)} />}
        <button type="button" className="tw-iconbutton" aria-label={words("remove")} title={words("remove")} disabled={readOnly} onClick={remove}><Icon name="trash" size={15} /></button>
      </header>
      {side === "sure" && (
        <p className="tw-table-editor__sure" role="alert">
          {uses === undefined ? words("counting") : words("sure", { count: uses })} <button type="button" className="tw-button" onClick={remove}>{words("yes")}</button>
          <button type="button" className="tw-button tw-button--plain" onClick={() => show("")}>{words("no")}</button>
        </p>
      )}
      {faults.rows.size > 0 && <p className="tw-table-editor__faults" role="status"><Icon name="warning" size={14} /> {words("faults", { count: faults.rows.size })}</p>}
      <div className="tw-table-editor__body">
        <Grid name={name} table={table} rows={rows} faults={faults.rows} readOnly={readOnly} edit={edit} />
        {side === "uses" && <WhereUsed project={project} stage={stage} bot={bot} family="entities" name={name} onClose={() => show("")} />}
      </div>
    </section>
  );
}

function Add({ label, word, disabled, onClick }: { label: string; word: string; disabled: boolean; onClick(): void }) {
  return (
    <button type="button" className="tw-button" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      <Icon name="plus" size={13} /> {word}
    </button>
  );
}

/** The indices of the rows that hold what is sought; all where nothing is. */
function matching(table: Table, sought: string): number[] {
  const all = [...table.rows.keys()];
  const wanted = folded(sought.trim());
  return wanted ? all.filter((index) => table.rows[index]!.some((cell) => folded(shown(cell)).includes(wanted))) : all;
}

/** A new column at the end: all rows have as many cells as there are columns. */
function columnOps(table: Table, title: string): Op[] {
  const rows: Json[][] = table.rows.map((row) => [...row, null]);
  return [{ path: ["columns", table.columns.length], value: title, insert: true }, { path: ["rows"], value: rows }];
}

function freeColumn(stem: string, columns: string[]): string {
  let number = columns.length + 1;
  while (columns.includes(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}
