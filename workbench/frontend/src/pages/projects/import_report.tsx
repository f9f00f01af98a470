// The account of an import: what was mapped exactly, approximately, and not at all, and where.

import { useEffect, useState } from "react";
import { projectAddress } from "../../frame/address.ts";
import type { Host } from "../../host.ts";
import { PageHead } from "../../parts/page_head.tsx";
import { folded, Search } from "../../parts/search.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { useWords, type Words } from "../../words.ts";
import type { Count, Entry, Outcome, Report } from "./types.ts";

const WORDS = {
  title: { es: "Importado: {source}", en: "Imported: {source}", pt: "Importado: {source}" },
  about: {
    es: "{percent} % de {total} partes de {platform} quedó en el bot.", en: "{percent} % of {total} parts of {platform} are in the bot.",
    pt: "{percent} % de {total} partes de {platform} ficaram no bot.",
  },
  back: { es: "Volver a los proyectos", en: "Back to the projects", pt: "Voltar aos projetos" },
  open: { es: "Abrir el bot", en: "Open the bot", pt: "Abrir o bot" },
  kind: { es: "Parte", en: "Part", pt: "Parte" },
  total: { es: "Total", en: "Total", pt: "Total" },
  exact: { es: "Igual", en: "Exact", pt: "Igual" },
  approximate: { es: "Aproximado", en: "Approximate", pt: "Aproximado" },
  unmapped: { es: "No pasó", en: "Not at all", pt: "Não passou" },
  outcomes: { es: "Resultado", en: "Outcome", pt: "Resultado" },
  search: { es: "Buscar", en: "Find", pt: "Buscar" },
  where: { es: "Dónde estaba", en: "Where it was", pt: "Onde estava" },
  what: { es: "Qué pasó y qué hacer", en: "What became of it, and what to do", pt: "O que houve e o que fazer" },
  nothing: { es: "Nada aquí.", en: "Nothing here.", pt: "Nada aqui." },
  more: { es: "Mostrar {count} más", en: "Show {count} more", pt: "Mostrar mais {count}" },
  loading: { es: "Leyendo el informe…", en: "Reading the account…", pt: "Lendo o relatório…" },
} satisfies Words<string>;

const OUTCOMES: Outcome[] = ["unmapped", "approximate", "exact"];
const SHOWN = 200;

interface Props {
  host: Host;
  project: string;
  onClose(): void;
}

export function ImportReport({ host, project, onClose }: Props) {
  const words = useWords(WORDS);
  const [report, setReport] = useState<Report>();
  const [trouble, setTrouble] = useState("");
  useEffect(() => {
    host.ask<Report>("projects.report", { project }).then(setReport, (error: Error) => setTrouble(error.message));
  }, [host, project]);
  if (!report) return <div className="tw-empty" role="status">{trouble || words("loading")}</div>;
  const { platform, source, whole } = report;
  return (
    <div className="tw-scroll">
      <div className="tw-page">
        <PageHead
          title={words("title", { source })} about={words("about", { percent: whole.mapped_percent, total: whole.total, platform })}
        >
          <button type="button" className="tw-button" onClick={onClose}>{words("back")}</button>
          <a className="tw-button tw-button--primary" href={projectAddress(project)}>{words("open")}</a>
        </PageHead>
        <Counts counts={report.counts} whole={whole} />
        <Entries report={report} project={project} />
      </div>
    </div>
  );
}

function Counts({ counts, whole }: { counts: Count[]; whole: Count }) {
  const words = useWords(WORDS);
  return (
    <table className="tw-table tw-card">
      <thead>
        <tr>
          <th scope="col">{words("kind")}</th>
          {(["total", "exact", "approximate", "unmapped"] as const).map((key) => <th key={key} scope="col" className="tw-figure">{words(key)}</th>)}
          <th scope="col" className="tw-figure">%</th>
        </tr>
      </thead>
      <tbody>
        {[...counts, { ...whole, kind: words("total") }].map((count) => (
          <tr key={count.kind}>
            <th scope="row">{count.kind}</th>
            <td className="tw-figure">{count.total}</td>
            <td className="tw-figure">{count.exact}</td>
            <td className="tw-figure">{count.approximate}</td>
            <td className="tw-figure" data-tone={count.unmapped ? "bad" : undefined}>{count.unmapped}</td>
            <td className="tw-figure">{count.mapped_percent}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Entries({ report, project }: { report: Report; project: string }) {
  const words = useWords(WORDS);
  const by = Object.groupBy(report.entries, (entry) => entry.outcome ?? "exact");
  const [shown, show] = useState<Outcome>(OUTCOMES.find((outcome) => by[outcome]?.length) ?? "exact");
  const [sought, seek] = useState("");
  const [most, setMost] = useState(SHOWN);
  const found = (by[shown] ?? []).filter((entry) => folded(`${entry.kind} ${entry.name} ${entry.place} ${entry.how ?? ""}`).includes(folded(sought)));
  const tabs = OUTCOMES.map((name) => ({ name, label: words(name), count: sum(by[name] ?? []) }));
  return (
    <section className="tw-card tw-report">
      <div className="tw-report__head">
        <Tabs name={words("outcomes")} tabs={tabs} shown={shown} show={(name) => show(name as Outcome)} />
        <Search name={words("search")} value={sought} onChange={seek} />
      </div>
      {found.length === 0 && <p className="tw-note tw-report__none">{words("nothing")}</p>}
      {found.length > 0 && (
        <table className="tw-table">
          <thead>
            <tr>
              <th scope="col">{words("kind")}</th>
              <th scope="col">{words("where")}</th>
              <th scope="col">{words("what")}</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, most).map((entry, index) => <Line key={index} entry={entry} project={project} />)}
          </tbody>
        </table>
      )}
      {found.length > most && (
        <button type="button" className="tw-button tw-button--plain" onClick={() => setMost(most + SHOWN)}>
          {words("more", { count: Math.min(SHOWN, found.length - most) })}
        </button>
      )}
    </section>
  );
}

function Line({ entry, project }: { entry: Entry; project: string }) {
  const [bot, topic] = entry.at;
  const place = bot && topic && entry.node ? projectAddress(project, { page: "flows", bot, topic, nodes: [entry.node] }) : "";
  return (
    <tr>
      <td>
        {entry.kind} {(entry.count ?? 1) > 1 && <span className="tw-count">{entry.count}</span>}
        <div>{place ? <a className="tw-link" href={place}>{entry.name}</a> : <strong>{entry.name}</strong>}</div>
      </td>
      <td className="tw-note">{entry.place}</td>
      <td>
        {entry.how}
        {entry.next_step && <div className="tw-note">{entry.next_step}</div>}
      </td>
    </tr>
  );
}

function sum(entries: Entry[]): number {
  return entries.reduce((total, entry) => total + (entry.count ?? 1), 0);
}
