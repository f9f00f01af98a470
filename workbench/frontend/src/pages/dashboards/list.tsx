// The dashboards: those that everybody has, and the project's own.

import { use } from "react";
import { Icon } from "../../parts/icon.tsx";
import { inLanguage, LanguageContext, useWords, type Words } from "../../words.ts";
import type { Dashboard } from "./types.ts";

const WORDS = {
  list: { es: "Tableros", en: "Dashboards", pt: "Painéis" },
  own: { es: "Del proyecto", en: "The project's own", pt: "Do projeto" },
  add: { es: "Tablero nuevo", en: "New dashboard", pt: "Novo painel" },
} satisfies Words<string>;

interface Props {
  dashboards: Dashboard[];
  shown: string;
  show(name: string): void;
  onNew(): void;
  /** Files that cannot be read, and why. */
  faults: string[];
}

export function DashboardList({ dashboards, shown, show, onNew, faults }: Props) {
  const words = useWords(WORDS);
  const own = dashboards.filter((one) => one.own);
  return (
    <nav className="tw-boards__list" aria-label={words("list")}>
      <h2 className="tw-heading">{words("list")}</h2>
      <Entries dashboards={dashboards.filter((one) => !one.own)} shown={shown} show={show} />
      {own.length > 0 && <h2 className="tw-heading">{words("own")}</h2>}
      <Entries dashboards={own} shown={shown} show={show} />
      <button type="button" className="tw-button tw-boards__new" onClick={onNew}>
        <Icon name="plus" size={14} />
        {words("add")}
      </button>
      {faults.map((fault) => <p key={fault} className="tw-tile__error" role="alert">{fault}</p>)}
    </nav>
  );
}

function Entries({ dashboards, shown, show }: Omit<Props, "onNew" | "faults">) {
  const language = use(LanguageContext);
  return (
    <ul>
      {dashboards.map(({ name, title, live }) => (
        <li key={name}>
          <button type="button" aria-current={name === shown} onClick={() => show(name)}>
            {live && <span className="tw-dot" data-tone="ok" />}
            <span dir="auto">{inLanguage(title, language)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
