// What happens in the bot's conversations, counted: dashboards over a history.

import { use, useEffect, useRef, useState } from "react";
import { Connect } from "../../history/connect.tsx";
import { HistorySource } from "../../history/source.tsx";
import { useHistory, type Standing } from "../../history/standing.ts";
import { PageHead } from "../../parts/page_head.tsx";
import { Progress } from "../../parts/progress.tsx";
import { Toast } from "../../parts/toast.tsx";
import { useStage } from "../../stage.ts";
import { useTheme } from "../../theme.ts";
import { inLanguage, LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { BoardTools } from "./arranging.tsx";
import { BoardActions } from "./actions.tsx";
import { useBoards } from "./boards.ts";
import { Conversations, type Bar } from "./conversations.tsx";
import { useCounts } from "./counts.ts";
import { Foot } from "./foot.tsx";
import { ScopeHead } from "./head.tsx";
import { DashboardList } from "./list.tsx";
import { Missed } from "./missed.tsx";
import { printed } from "./printing.ts";
import { read, write } from "./scope.ts";
import { isEmpty } from "./tile.tsx";
import { Tiles } from "./tiles.tsx";
import type { Asked, Chart, Dashboard, Opened, Scope } from "./types.ts";

const WORDS = {
  opening: { es: "Leyendo la historia…", en: "Reading the history…", pt: "Lendo a história…" },
  counting: { es: "Contando…", en: "Counting…", pt: "Contando…" },
  empty: { es: "Todavía no hay nada aquí. Agregue la primera métrica.", en: "Nothing is here yet. Add the first metric.", pt: "Ainda não há nada aqui. Adicione a primeira métrica." },
  untitled: { es: "Tablero nuevo", en: "New dashboard", pt: "Novo painel" },
  quiet: { es: "Nada pasó en este período con estos filtros.", en: "Nothing happened in this period with these filters.", pt: "Nada aconteceu neste período com estes filtros." },
  whole: { es: "Mostrar toda la historia", en: "Show the whole history", pt: "Mostrar toda a história" },
  gone: { es: "El tablero «{name}» ya no existe.", en: "The dashboard “{name}” is not there any more.", pt: "O painel “{name}” não existe mais." },
} satisfies Words<string>;

// Where this is shown, what was not understood can be added to intents.
const MISSED_IN = "understanding";

export function DashboardsPage({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const standing = useHistory(project);
  const bot = useStage(stage, (seen) => seen.bot);
  const { opened, save, remove } = useBoards(project, bot, standing);
  if (standing?.phase !== "open" && !opened) return <Connect project={project} standing={standing} />;
  if (!standing || !opened) return <div className="tw-empty" role="status">{words("opening")}</div>;
  return <Boards project={project} stage={stage} standing={standing} opened={opened} save={save} remove={remove} />;
}

interface BoardsProps extends PageProps {
  standing: Standing;
  opened: Opened;
  save(dashboard: Dashboard): Promise<string>;
  remove(name: string): Promise<void>;
}

function Boards({ project, stage, standing, opened, save, remove }: BoardsProps) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const query = useStage(stage, (seen) => seen.query);
  const asked = read(query, opened.period);
  const dashboard = opened.dashboards.find(({ name }) => name === asked.dashboard) ?? opened.dashboards[0]!;
  const isGone = asked.dashboard !== "" && dashboard.name !== asked.dashboard;
  const question: Asked = { bot: opened.bot, scope: asked.scope, live: dashboard.live };
  const main = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const [isArranging, setArranging] = useState(false);
  const [bar, setBar] = useState<Bar>();
  const counts = useCounts(project, dashboard.name, dashboard.charts, question, standing.seq);
  useEffect(() => setBar(undefined), [dashboard.name, query]);
  const go = (name: string, scope: Scope = asked.scope) => stage.set({ query: write(name, scope, opened.period) });
  const arrange = (charts: Chart[]) => void save({ ...dashboard, charts });
  const create = (title: string, charts: Chart[]) =>
    void save({ name: "", title: { [language]: title }, about: {}, charts, own: true, live: dashboard.live && charts.length > 0 }).then((name) => {
      if (!name) return;
      go(name);
      setArranging(true);
    });
  const actions = { dashboard, create, remove: () => void remove(dashboard.name).then(() => go("")), isArranging, setArranging, print: () => printed(main.current!, inLanguage(dashboard.title, language), theme) };
  const told = Object.values(counts.charts);
  const isNarrowed = asked.scope.period !== "all" || Object.keys(asked.scope.where).length > 0;
  const isQuiet = !dashboard.live && isNarrowed && !counts.isOnWay && told.length > 0 && told.every(isEmpty);
  const isEditable = dashboard.own && isArranging;
  return (
    <div className="tw-boards" data-behind={bar !== undefined}>
      <DashboardList dashboards={opened.dashboards} shown={dashboard.name} show={(name) => (setArranging(false), go(name))} onNew={() => create(words("untitled"), [])} faults={opened.faults} />
      <div className="tw-boards__main" ref={main}>
        <PageHead title={inLanguage(dashboard.title, language)} about={inLanguage(dashboard.about, language)}>
          {counts.isOnWay && <Progress label={words("counting")} onCancel={counts.cancel} />}
          <HistorySource project={project} standing={standing} />
          <BoardActions {...actions} />
        </PageHead>
        {isGone && <Toast tone="info" onClose={() => go("")}>{words("gone", { name: asked.dashboard })}</Toast>}
        <ScopeHead opened={opened} scope={asked.scope} isLive={dashboard.live} onScope={(scope) => go(dashboard.name, scope)} />
        {isEditable && (
          <BoardTools
            dashboard={dashboard} metrics={opened.metrics} onName={(name) => void save({ ...dashboard, title: { ...dashboard.title, [language]: name } })}
            onAdd={(metric) => arrange([...dashboard.charts, { metric: metric.name, measures: [], shape: "time", breakdown: "", wide: false }])}
          />
        )}
        {dashboard.charts.length === 0 && <p className="tw-boards__empty">{words("empty")}</p>}
        {isQuiet && (
          <p className="tw-boards__empty">
            {words("quiet")} <button type="button" className="tw-link" onClick={() => go(dashboard.name, { ...asked.scope, period: "all", since: "", until: "", where: {} })}>{words("whole")}</button>
          </p>
        )}
        <Tiles project={project} opened={opened} charts={dashboard.charts} asked={question} counts={counts} arrange={isEditable ? arrange : undefined} onOpen={setBar} />
        {dashboard.charts.some(({ metric }) => metric === MISSED_IN) && !dashboard.live && <Missed project={project} stage={stage} asked={question} />}
        <Foot standing={standing} zone={opened.zone} charts={told} />
      </div>
      {bar && <Conversations project={project} stage={stage} bar={bar} asked={question} zone={opened.zone} onClose={() => setBar(undefined)} />}
    </div>
  );
}
