// The account of an import: what was mapped exactly, approximately, and not at all, and where.

import { useEffect, useState } from "react";
import { projectAddress } from "../../frame/address.ts";
import type { Host } from "../../host.ts";
import { PageHead } from "../../parts/page_head.tsx";
import { folded, Search } from "../../parts/search.tsx";
import { saveText } from "../../files.ts";
import { Menu } from "../../parts/menu.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { useWords, type Words } from "../../words.ts";
import type { Side } from "../versions/conflicts.tsx";
import { useImport } from "./importing.ts";
import { ImportMerge } from "./import_merge.tsx";
import type { Asked, Brought, Count, Entry, Outcome, Report } from "./types.ts";

const WORDS = {
  title: { es: "Importado: {source}", en: "Imported: {source}", pt: "Importado: {source}" },
  about: {
    es: "{percent} % de {total} partes de {platform} quedó en el bot.", en: "{percent} % of {total} parts of {platform} are in the bot.",
    pt: "{percent} % de {total} partes de {platform} ficaram no bot.",
  },
  back: { es: "Volver a los proyectos", en: "Back to the projects", pt: "Voltar aos projetos" },
  open: { es: "Abrir el bot", en: "Open the bot", pt: "Abrir o bot" },
  kind: { es: "Parte", en: "Part", pt: "Parte" },
  kinds: { es: "Las partes, por clase ({count})", en: "The parts by kind ({count})", pt: "As partes, por tipo ({count})" },
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
  all: { es: "Todas las partes", en: "All parts", pt: "Todas as partes" },
  only: { es: "Mostrar solo {kind}", en: "Show only {kind}", pt: "Mostrar só {kind}" },
  keep: { es: "Guardar el informe", en: "Save the account", pt: "Salvar o relatório" },
  asPage: { es: "Como página", en: "As a page", pt: "Como página" },
  asText: { es: "Como texto", en: "As text", pt: "Como texto" },
  asJson: { es: "Como JSON", en: "As JSON", pt: "Como JSON" },
  english: {
    es: "Las frases del informe están en inglés, como las escribió quien lo hizo.", en: "",
    pt: "As frases do relatório estão em inglês, como foram escritas.",
  },
  loading: { es: "Leyendo el informe…", en: "Reading the account…", pt: "Lendo o relatório…" },
} satisfies Words<string>;

const OUTCOMES: Outcome[] = ["unmapped", "approximate", "exact"];
const SHOWN = 200;

const BAR = ["exact", "approximate", "unmapped"] as const;
// Up to so many kinds the table of counts is open at once.
const FEW_KINDS = 8;
const FILES = [["asPage", "html"], ["asText", "txt"], ["asJson", "json"]] as const;

interface Props {
  host: Host;
  project: string;
  /** What came of the import that was just made, and how it was asked for. */
  made?: { brought: Brought; asked: Asked } | undefined;
  onClose(): void;
  say(why: string): void;
}

export function ImportReport({ host, project, made, onClose, say }: Props) {
  const words = useWords(WORDS);
  const [report, setReport] = useState<Report>();
  const [trouble, setTrouble] = useState("");
  const [brought, setBrought] = useState(made?.brought);
  const [busy, setBusy] = useState(false);
  const [kind, setKind] = useState("");
  const bring = useImport(host);
  useEffect(() => {
    host.ask<Report>("imports.report", { project }).then(setReport, (error: Error) => setTrouble(error.message));
  }, [host, project, brought]);
  const choose = (choices: Record<string, Side>) => {
    if (!made) return;
    setBusy(true);
    bring({ ...made.asked, project }, choices).then(setBrought, (error: Error) => say(error.message)).finally(() => setBusy(false));
  };
  const keep = (ending: string) => {
    host.ask<{ name: string; text: string }>("imports.report_file", { project, ending }).then(({ name, text }) => saveText(name, text), (error: Error) => say(error.message));
  };
  if (!report) return <div className="tw-empty" role="status">{trouble || words("loading")}</div>;
  const { platform, title, source, whole } = report;
  return (
    <div className="tw-scroll">
      <div className="tw-page">
        <PageHead
          title={words("title", { source })} about={words("about", { percent: whole.mapped_percent, total: whole.total, platform: title || platform })}
        >
          <button type="button" className="tw-button" onClick={onClose}>{words("back")}</button>
          <Menu
            name={words("keep")} align="end" className="tw-button"
            items={FILES.map(([label, ending]) => ({ label: words(label), icon: "file", act: () => keep(ending) }))}
          >
            <Icon name="download" size={14} />
          </Menu>
          <a className="tw-button tw-button--primary" href={projectAddress(project)}>{words("open")}</a>
        </PageHead>
        {brought && <ImportMerge brought={brought} busy={busy} onChoose={choose} />}
        <Counts counts={report.counts} whole={whole} chosen={kind} onChoose={(name) => setKind(name === kind ? "" : name)} />
        <Entries key={kind} report={report} project={project} kind={kind} />
      </div>
    </div>
  );
}

interface CountsProps {
  counts: Count[];
  whole: Count;
  /** The kind that is looked at; "" for all. */
  chosen: string;
  onChoose(kind: string): void;
}

function Counts({ counts, whole, chosen, onChoose }: CountsProps) {
  const words = useWords(WORDS);
  return (
    <details className="tw-card tw-report__counts" open={counts.length <= FEW_KINDS}>
      <summary>
        {words("kinds", { count: counts.length })}
        <span className="tw-report__bar" aria-hidden="true">
          {BAR.map((outcome) => <span key={outcome} data-outcome={outcome} style={{ flexGrow: whole[outcome] }} />)}
        </span>
      </summary>
      <table className="tw-table">
        <thead>
          <tr>
            <th scope="col">{words("kind")}</th>
            {(["total", "exact", "approximate", "unmapped"] as const).map((key) => <th key={key} scope="col" className="tw-figure">{words(key)}</th>)}
            <th scope="col" className="tw-figure">%</th>
          </tr>
        </thead>
        <tbody>
          {[...counts, { ...whole, kind: "" }].map((count) => (
            <tr key={count.kind} data-chosen={count.kind !== "" && count.kind === chosen}>
              <th scope="row">
                <button
                  type="button" className="tw-link" aria-pressed={count.kind === chosen} onClick={() => onChoose(count.kind)}
                  title={count.kind ? words("only", { kind: count.kind }) : words("all")}
                >
                  {count.kind || words("total")}
                </button>
              </th>
              <td className="tw-figure">{count.total}</td>
              <td className="tw-figure">{count.exact}</td>
              <td className="tw-figure">{count.approximate}</td>
              <td className="tw-figure" data-tone={count.unmapped ? "bad" : undefined}>{count.unmapped}</td>
              <td className="tw-figure">{count.mapped_percent}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Entries({ report, project, kind }: { report: Report; project: string; kind: string }) {
  const words = useWords(WORDS);
  const ofKind = kind ? report.entries.filter((entry) => entry.kind === kind) : report.entries;
  const by = Object.groupBy(ofKind, (entry) => entry.outcome ?? "exact");
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
      {words("english") && found.some((entry) => entry.how) && <p className="tw-note tw-report__english">{words("english")}</p>}
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
