// Which history is read, said in a pill; in its menu another can be chosen, or this one read again.

import { use } from "react";
import { Menu } from "../parts/menu.tsx";
import type { Project } from "../project.ts";
import { LanguageContext, useWords, type Words } from "../words.ts";
import { leaveHistory, refreshHistory, type Standing } from "./standing.ts";

const WORDS = {
  history: { es: "Historial", en: "History", pt: "Histórico" },
  refresh: { es: "Leer otra vez", en: "Read again", pt: "Ler de novo" },
  other: { es: "Elegir otro", en: "Choose another", pt: "Escolher outro" },
  synthetic: { es: "conversaciones inventadas", en: "invented conversations", pt: "conversas inventadas" },
  rows: { es: "{rows} filas", en: "{rows} rows", pt: "{rows} linhas" },
} satisfies Words<string>;

export function HistorySource({ project, standing }: { project: Project; standing: Standing }) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const rows = (standing.events + standing.messages).toLocaleString(language);
  const items = [
    { label: words("refresh"), icon: "reset", act: () => refreshHistory(project) },
    { label: words("other"), icon: "folder", act: () => leaveHistory(project) },
  ];
  return (
    <>
      {standing.synthetic && <span className="tw-tag" data-tone="warn">{words("synthetic")}</span>}
      <Menu name={words("history")} className="tw-pill tw-source" items={items} align="end">
        <span title={standing.source} dir="ltr">{standing.source.replace(/^.*[/\\]/, "") || standing.source} · {words("rows", { rows })}</span>
      </Menu>
    </>
  );
}
