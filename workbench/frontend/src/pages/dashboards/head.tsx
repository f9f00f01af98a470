// Of when, of whom, by what: what all figures of a dashboard are counted for.

import { use, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { Menu } from "../../parts/menu.tsx";
import { Picks } from "../../parts/picks.tsx";
import { inLanguage, LanguageContext, useWords, type Words } from "../../words.ts";
import { Period } from "./period.tsx";
import type { Dimension, Opened, Scope } from "./types.ts";
import { valueName } from "./values.ts";

const WORDS = {
  filters: { es: "Filtros", en: "Filters", pt: "Filtros" },
  find: { es: "Buscar un valor", en: "Find a value", pt: "Buscar um valor" },
  add: { es: "Filtro", en: "Filter", pt: "Filtro" },
  remove: { es: "Quitar el filtro {name}", en: "Remove the filter {name}", pt: "Remover o filtro {name}" },
  by: { es: "Abrir por", en: "Break down by", pt: "Abrir por" },
  nothing: { es: "nada", en: "nothing", pt: "nada" },
  compare: { es: "Comparar con el período anterior", en: "Compare with the period before", pt: "Comparar com o período anterior" },
} satisfies Words<string>;

interface Props {
  opened: Opened;
  scope: Scope;
  isLive: boolean;
  onScope(scope: Scope): void;
}

export function ScopeHead({ opened, scope, isLive, onScope }: Props) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const [added, setAdded] = useState("");
  const { dimensions, zone } = opened;
  const filtered = dimensions.filter(({ name }) => scope.where[name]?.length);
  const others = dimensions.filter(({ name, values }) => values.length && !scope.where[name]?.length);
  const set = (name: string, values: string[]) => {
    const { [name]: _, ...rest } = scope.where;
    onScope({ ...scope, where: values.length ? { ...rest, [name]: values } : rest });
  };
  const by = dimensions.find(({ name }) => name === scope.breakdown);
  const breakdowns = [
    { label: words("nothing"), chosen: !scope.breakdown, act: () => onScope({ ...scope, breakdown: "" }) },
    ...dimensions.filter(({ breaks }) => breaks).map(({ name, title }) => ({ label: inLanguage(title, language), chosen: scope.breakdown === name, act: () => onScope({ ...scope, breakdown: name }) })),
  ];
  return (
    <div className="tw-scope" role="group" aria-label={words("filters")}>
      {!isLive && <Period scope={scope} zone={zone} onScope={onScope} />}
      {!isLive && (
        <label className="tw-scope__compare">
          <input type="checkbox" checked={scope.compare} onChange={({ target }) => onScope({ ...scope, compare: target.checked })} />
          <span>{words("compare")}</span>
        </label>
      )}
      {filtered.map((dimension) => (
        <span key={dimension.name} className="tw-scope__filter">
          <Values dimension={dimension} scope={scope} set={set} startsOpen={dimension.name === added} />
          <button type="button" className="tw-iconbutton" aria-label={words("remove", { name: inLanguage(dimension.title, language) })} onClick={() => set(dimension.name, [])}>
            <Icon name="close" size={12} />
          </button>
        </span>
      ))}
      {others.length > 0 && (
        <Menu
          name={words("add")} className="tw-button"
          items={others.map(({ name, title, values }) => ({ label: inLanguage(title, language), act: () => (setAdded(name), set(name, values.slice(0, 1))) }))}
        >
          <Icon name="plus" size={12} />
          <span aria-hidden="true">{words("add")}</span>
        </Menu>
      )}
      <Menu name={words("by")} className="tw-button" items={breakdowns}>
        <span>{`${words("by")}: ${by ? inLanguage(by.title, language) : words("nothing")}`}</span>
      </Menu>
    </div>
  );
}

function Values({ dimension, scope, set, startsOpen }: { dimension: Dimension; scope: Scope; set(name: string, values: string[]): void; startsOpen: boolean }) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const chosen = scope.where[dimension.name] ?? [];
  const title = inLanguage(dimension.title, language);
  const named = (value: string) => valueName(dimension.name, value, language);
  // Values that a link names may occur no longer.
  const all = [...new Set([...dimension.values, ...chosen])];
  return (
    <Picks
      name={title} find={words("find")} startsOpen={startsOpen} className="tw-button tw-button--plain" chosen={chosen}
      picks={all.map((value) => ({ name: value, label: named(value) }))} onChange={(values) => set(dimension.name, values)}
    >
      <span>
        {title}: <b dir="auto">{chosen.length > 2 ? `${chosen.length}` : chosen.map(named).join(", ")}</b>
      </span>
    </Picks>
  );
}
