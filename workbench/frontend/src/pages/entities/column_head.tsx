// The head of a column: its name, which is changed in place, and what can be done with it.

import type { Op } from "../../edits.ts";
import { Cell } from "../../parts/cell.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Menu } from "../../parts/menu.tsx";
import type { Json, Table } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";

const WORDS = {
  name: { es: "Nombre de la columna {column}", en: "Name of the column {column}", pt: "Nome da coluna {column}" },
  acts: { es: "Columna {column}", en: "Column {column}", pt: "Coluna {column}" },
  key: { es: "clave", en: "key", pt: "chave" },
  remove: { es: "Quitar la columna", en: "Remove the column", pt: "Remover a coluna" },
  left: { es: "Mover a la izquierda", en: "Move left", pt: "Mover para a esquerda" },
  right: { es: "Mover a la derecha", en: "Move right", pt: "Mover para a direita" },
} satisfies Words<string>;

interface Props {
  table: Table;
  index: number;
  column: string;
  readOnly: boolean;
  edit(ops: Op[]): void;
}

export function ColumnHead({ table, index, column, readOnly, edit }: Props) {
  const words = useWords(WORDS);
  const last = table.columns.length - 1;
  const rename = (to: string) => {
    if (to.trim() && !table.columns.includes(to.trim())) edit([{ path: ["columns", index], value: to.trim() }]);
  };
  const rebuild = (order: number[]) => edit(orderOps(table, order));
  const order = table.columns.map((_, place) => place);
  return (
    <span role="columnheader" className="tw-grid__column">
      <Cell label={words("name", { column })} value={column} readOnly={readOnly} onCommit={rename} />
      {index === 0 && <span className="tw-tag">{words("key")}</span>}
      <Menu
        name={words("acts", { column })} className="tw-iconbutton tw-menu__only" align="end" items={[
          { label: words("left"), icon: "left", disabled: readOnly || index === 0, act: () => rebuild(swapped(order, index, index - 1)) },
          { label: words("right"), icon: "right", disabled: readOnly || index === last, act: () => rebuild(swapped(order, index, index + 1)) },
          { label: words("remove"), icon: "trash", disabled: readOnly || last === 0, act: () => rebuild(order.filter((place) => place !== index)) },
        ]}
      >
        <Icon name="more" size={14} />
      </Menu>
    </span>
  );
}

function swapped(order: number[], one: number, other: number): number[] {
  return order.with(one, order[other]!).with(other, order[one]!);
}

/** The table with its columns in another order, or some of them only. */
function orderOps(table: Table, order: number[]): Op[] {
  const rows: Json[][] = table.rows.map((row) => order.map((place) => row[place] ?? null));
  return [
    { path: ["columns"], value: order.map((place) => table.columns[place]!) },
    { path: ["rows"], value: rows },
  ];
}
