// The tables of the business: what answers are matched against and what texts are filled with.

import { useEffect, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { useProject } from "../../project.ts";
import { useStage } from "../../stage.ts";
import type { Json, Table } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { TableEditor } from "./table_editor.tsx";
import { Upload } from "./upload.tsx";

const WORDS = {
  tables: { es: "Tablas", en: "Tables", pt: "Tabelas" },
  rows: { es: "{count} {count|fila|filas}", en: "{count} {count|row|rows}", pt: "{count} {count|linha|linhas}" },
  add: { es: "Tabla nueva", en: "New table", pt: "Tabela nova" },
  empty: {
    es: "Las tablas guardan lo que el negocio sabe: sedes, productos, precios. Haga una o suelte aquí una hoja de cálculo.",
    en: "Tables hold what the business knows: branches, products, prices. Make one, or drop a spreadsheet here.",
    pt: "As tabelas guardam o que o negócio sabe: unidades, produtos, preços. Faça uma ou solte aqui uma planilha.",
  },
  name: { es: "tabla", en: "table", pt: "tabela" },
  column: { es: "nombre", en: "name", pt: "nome" },
  made: { es: "Crear la tabla {name}", en: "Make the table {name}", pt: "Criar a tabela {name}" },
} satisfies Words<string>;

const NONE: Record<string, Table> = {};

export function EntitiesPage({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const bot = useStage(stage, (seen) => seen.bot);
  const tables = useProject(project, (view) => view.tree.bots[bot]?.entities ?? NONE);
  const readOnly = useProject(project, (view) => Boolean(view.locked.project));
  const [chosen, choose] = useState("");
  const names = Object.keys(tables);
  const shown = chosen in tables ? chosen : (names[0] ?? "");
  useEffect(() => choose(""), [bot]);
  const add = () => {
    const name = freeName(words("name"), tables);
    const value: Json = { columns: [words("column")], rows: [] };
    project.edit([{ path: ["bots", bot, "entities", name], value }], words("made", { name }));
    choose(name);
  };
  return (
    <div className="tw-entities">
      <nav className="tw-entities__list" aria-label={words("tables")}>
        <h1 className="tw-heading">{words("tables")}</h1>
        <ul>
          {names.map((name) => (
            <li key={name}>
              <button type="button" aria-current={name === shown} onClick={() => choose(name)}>
                <span>{name}</span>
                <small>{words("rows", { count: tables[name]!.rows.length })}</small>
              </button>
            </li>
          ))}
        </ul>
        <button type="button" className="tw-button" disabled={readOnly} onClick={add}>
          <Icon name="plus" size={14} /> {words("add")}
        </button>
        <Upload project={project} bot={bot} tables={names} readOnly={readOnly} onTaken={choose} />
      </nav>
      {shown ? (
        <TableEditor key={`${bot}/${shown}`} project={project} stage={stage} bot={bot} name={shown} table={tables[shown]!} readOnly={readOnly} onRenamed={choose} />
      ) : (
        <div className="tw-empty">{words("empty")}</div>
      )}
    </div>
  );
}

function freeName(stem: string, tables: Record<string, Table>): string {
  let number = 1;
  while ((number === 1 ? stem : `${stem}_${number}`) in tables) number += 1;
  return number === 1 ? stem : `${stem}_${number}`;
}
