// What the checks found: where it is, the way there, and what can be done about it at once.

import { memo, useMemo, useState } from "react";
import { canvasOf, type Repair, repairsOf } from "../graph/repair.ts";
import { Icon } from "../parts/icon.tsx";
import type { Issue, Severity } from "../types.ts";
import { inLanguage, useWords, type Words } from "../words.ts";
import { type Desk, useCanvas, useDesk, useDoing, useView } from "./desk.ts";
import { unfoldFor } from "./folding.ts";
import { areIssuesOpen, isOfBot } from "./issues_open.ts";

const WORDS = {
  issues: { es: "Avisos", en: "Issues", pt: "Avisos" },
  count: { es: "{n} {n|aviso|avisos}", en: "{n} {n|issue|issues}", pt: "{n} {n|aviso|avisos}" },
  none: { es: "Sin avisos", en: "No issues", pt: "Sem avisos" },
  here: { es: "Este tema", en: "This topic", pt: "Este tópico" },
  all: { es: "Todo el bot", en: "Whole bot", pt: "Bot inteiro" },
  error: { es: "Errores", en: "Errors", pt: "Erros" },
  warning: { es: "Advertencias", en: "Warnings", pt: "Alertas" },
  advice: { es: "Consejos", en: "Advice", pt: "Conselhos" },
  go: { es: "Ir", en: "Go", pt: "Ir" },
  more: { es: "Mostrar {n} más", en: "Show {n} more", pt: "Mostrar mais {n}" },
  clean: { es: "Nada que corregir aquí.", en: "Nothing to mend here.", pt: "Nada a corrigir aqui." },
  fold: { es: "Plegar los avisos", en: "Fold the issues", pt: "Recolher os avisos" },
  leadTo: { es: "Llevar a {name}", en: "Lead to {name}", pt: "Levar a {name}" },
  removeEdge: { es: "Quitar la conexión", en: "Remove the edge", pt: "Remover a conexão" },
  join: { es: "Conectar…", en: "Connect…", pt: "Conectar…" },
  choose: { es: "Poner {name}", en: "Use {name}", pt: "Usar {name}" },
  create: { es: "Crear {name}", en: "Create {name}", pt: "Criar {name}" },
  removeField: { es: "Quitar {name}", en: "Remove {name}", pt: "Remover {name}" },
  removeItem: { es: "Quitar", en: "Remove", pt: "Remover" },
  deleteNode: { es: "Borrar el nodo", en: "Delete the node", pt: "Apagar o nó" },
} satisfies Words<string>;

const SEVERITIES: readonly Severity[] = ["error", "warning", "advice"];
const ICONS: Record<Severity, string> = { error: "!", warning: "!", advice: "i" };
/** Shown at first, and with every press more. */
const STEP = 60;

export function Issues() {
  const desk = useDesk();
  const say = useWords(WORDS);
  useDoing((doing) => doing.issues);
  const all = useView((view) => view.issues);
  const { bot, topic } = useCanvas();
  const isOpen = areIssuesOpen(desk);
  const [scope, setScope] = useState<"here" | "all">("here");
  const [off, setOff] = useState<ReadonlySet<Severity>>(new Set());
  const [most, setMost] = useState(STEP);
  const here = useMemo(() => all.filter((issue) => isOfBot(issue, bot, scope === "here" ? topic : undefined)), [all, bot, topic, scope]);
  const counts = useMemo(() => countsOf(here), [here]);
  const shown = useMemo(() => inOrder(here.filter(({ severity }) => !off.has(severity))), [here, off]);
  const total = here.length;
  if (!isOpen || all.length === 0) {
    return (
      <button className="tw-issues-chip" onClick={() => desk.doing.set({ issues: !isOpen })} aria-expanded={false}>
        {total === 0 ? say("none") : SEVERITIES.filter((one) => counts[one]).map((one) => (
          <span key={one}><i className={`tw-issue-badge tw-issue-badge--${one}`} data-sign={ICONS[one]} title={say(one)} /> {counts[one]}</span>
        ))}
      </button>
    );
  }
  const toggle = (one: Severity) => setOff((before) => new Set(before.has(one) ? [...before].filter((other) => other !== one) : [...before, one]));
  return (
    <section className="tw-issues" aria-label={say("issues")}>
      <div className="tw-issues-head">
        <h2 className="tw-heading">{say("count", { n: total })}</h2>
        {SEVERITIES.map((one) => (
          <button key={one} className="tw-issues-filter" aria-pressed={!off.has(one)} onClick={() => toggle(one)} title={say(one)} aria-label={`${say(one)}: ${counts[one]}`}>
            <i className={`tw-issue-badge tw-issue-badge--${one}`} data-sign={ICONS[one]} />{counts[one]}
          </button>
        ))}
        <button className="tw-issues-scope" onClick={() => setScope(scope === "here" ? "all" : "here")}>{say(scope)}</button>
        <button className="tw-iconbutton" onClick={() => desk.doing.set({ issues: false })} aria-label={say("fold")} title={say("fold")}><Icon name="down" size={14} /></button>
      </div>
      {shown.length === 0 && <p className="tw-issues-clean">{say("clean")}</p>}
      <ul>
        {shown.slice(0, most).map((issue, index) => <Line key={`${issue.code} ${issue.location?.node} ${issue.location?.path} ${index}`} desk={desk} issue={issue} />)}
      </ul>
      {shown.length > most && <button className="tw-link" onClick={() => setMost(most + STEP)}>{say("more", { n: shown.length - most })}</button>}
    </section>
  );
}

const Line = memo(function Line({ desk, issue }: { desk: Desk; issue: Issue }) {
  const say = useWords(WORDS);
  const tree = useView((view) => view.tree);
  const catalogue = useView((view) => view.catalogue);
  const { severity, message, remedy, location } = issue;
  const canvas = canvasOf(issue, tree);
  const language = useView((view) => view.language);
  const node = canvas && location?.node ? tree.bots[canvas.bot]?.topics[canvas.topic]?.nodes?.[location.node] : undefined;
  const title = node ? node.title || inLanguage(catalogue.kinds[node.kind]?.title, language) || location?.node : "";
  const repairs = useMemo(() => repairsOf(issue, tree, catalogue).slice(0, 2), [issue, tree, catalogue]);
  return (
    <li>
      <i className={`tw-issue-badge tw-issue-badge--${severity}`} data-sign={ICONS[severity]} title={say(severity)} />
      <span className="tw-issues-text" title={remedy}>
        {title && <b dir="auto">{title}: </b>}<bdi>{message}</bdi><small> {remedy}</small>
      </span>
      <span className="tw-issues-acts">
        {location?.topic && <button className="tw-link" onClick={() => goTo(desk, issue)}>{say("go")}</button>}
        {!desk.locked && repairs.map((repair) => (
          <button key={`${repair.word} ${repair.name}`} className="tw-link" onClick={() => mend(desk, issue, repair, say(repair.word, { name: repair.name }))}>
            {say(repair.word, { name: repair.name })}
          </button>
        ))}
      </span>
    </li>
  );
});

function goTo(desk: Desk, { location }: Issue): void {
  if (!location) return;
  desk.stage.goTo({ ...location, bot: location.bot || desk.canvas.bot });
  if (location.node) unfoldFor(desk, location.node);
}

function mend(desk: Desk, issue: Issue, repair: Repair, what: string): void {
  goTo(desk, issue);
  if (repair.make) desk.edit(repair.make(), "repaired", { what });
  else if (repair.join) desk.doing.set({ joining: repair.join });
}

function countsOf(issues: readonly Issue[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, advice: 0 };
  for (const { severity } of issues) counts[severity] += 1;
  return counts;
}

function inOrder(issues: readonly Issue[]): Issue[] {
  return SEVERITIES.flatMap((severity) => issues.filter((issue) => issue.severity === severity));
}

