// The middle of the page: what matters in four cards, the bars, the table, and how long it takes.

import { useState } from "react";
import { Figure } from "../../parts/figure.tsx";
import { Progress } from "../../parts/progress.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import type { Project } from "../../project.ts";
import { useWords, type Words } from "../../words.ts";
import { Cards } from "./cards.tsx";
import { Compared } from "./compared.tsx";
import type { Counting } from "./counting.ts";
import { useDrawn } from "./drawn.ts";
import { SlowFigure } from "./slow_figure.tsx";
import { FunnelTable } from "./table.tsx";
import type { Chosen, Counted, Spec } from "./types.ts";

const WORDS = {
  empty: { es: "Un embudo cuenta cuántos llegan de paso en paso.", en: "A funnel counts how many come from step to step.", pt: "Um funil conta quantos chegam de passo em passo." },
  begin: { es: "Elija el primer paso a la izquierda: un nodo del lienzo, una intención, un evento.", en: "Choose the first step on the left: a node of the canvas, an intent, an event.", pt: "Escolha o primeiro passo à esquerda: um nó do quadro, uma intenção, um evento." },
  counting: { es: "Contando…", en: "Counting…", pt: "Contando…" },
  bars: { es: "El embudo", en: "The funnel", pt: "O funil" },
  more: { es: "Más figuras", en: "More figures", pt: "Mais figuras" },
  trend: { es: "Tendencia", en: "Trend", pt: "Tendência" },
  times: { es: "Tiempo hasta el final", en: "Time to the end", pt: "Tempo até o fim" },
  survival: { es: "Llegados con el tiempo", en: "Come by when", pt: "Chegados com o tempo" },
  paths: { es: "Caminos", en: "Paths", pt: "Caminhos" },
  comparison: { es: "Frente al período anterior", en: "Against the period before", pt: "Frente ao período anterior" },
  nobody: { es: "Nadie empezó en este período con estos filtros. Mire el paso 1, el período y el segmento.", en: "Nobody began in this period with these filters. Look at step 1, the period and the segment.", pt: "Ninguém começou neste período com estes filtros. Veja o passo 1, o período e o segmento." },
} satisfies Words<string>;

const FIGURES = ["trend", "times", "survival", "comparison", "paths"] as const;

interface Props {
  project: Project;
  spec: Spec;
  counting: Counting;
  chosen: Chosen | undefined;
  onChoose(chosen?: Chosen): void;
}

export function Numbers({ project, spec, counting, chosen, onChoose }: Props) {
  const words = useWords(WORDS);
  const { counted, isOnWay, trouble, cancel } = counting;
  if (spec.steps.length === 0) {
    return (
      <div className="tw-empty">
        <p>{words("empty")}</p>
        <p>{words("begin")}</p>
      </div>
    );
  }
  return (
    <div className="tw-numbers" aria-busy={isOnWay}>
      {isOnWay && <div className="tw-numbers__progress"><Progress label={words("counting")} onCancel={cancel} /></div>}
      {trouble && <p className="tw-numbers__trouble" role="alert">{trouble}</p>}
      {counted && <Shown project={project} spec={spec} counted={counted} isOld={isOnWay || trouble !== ""} chosen={chosen} onChoose={onChoose} />}
    </div>
  );
}

interface ShownProps extends Omit<Props, "counting"> {
  counted: Counted;
  isOld: boolean;
}

function Shown({ project, spec, counted, isOld, chosen, onChoose }: ShownProps) {
  const words = useWords(WORDS);
  const [tab, setTab] = useState<(typeof FIGURES)[number]>("trend");
  const bars = useDrawn(project, counted.key, "bars");
  const press = (points: unknown[]) => {
    const [step, left] = (points[0] as { customdata?: [number, number] } | undefined)?.customdata ?? [];
    if (step) onChoose({ step, dropped: left === 1, value: null });
  };
  return (
    <div className="tw-numbers__shown" data-old={isOld}>
      <Cards counted={counted} spec={spec} onChoose={onChoose} />
      {counted.began === 0 && <p className="tw-note" role="status">{words("nobody")}</p>}
      <section className="tw-card tw-numbers__bars" aria-label={words("bars")}>
        {bars ? <Figure name={bars.layout?.meta?.alt ?? words("bars")} figure={bars} height={bars.layout?.height ?? 300} onClick={press} /> : <div style={{ height: 300 }} />}
      </section>
      <FunnelTable counted={counted} spec={spec} chosen={chosen} onChoose={onChoose} />
      <section className="tw-card tw-numbers__more" aria-label={words("more")}>
        <Tabs name={words("more")} tabs={FIGURES.map((name) => ({ name, label: words(name) }))} shown={tab} show={(name) => setTab(name as "trend")} />
        {tab === "comparison" ? <Compared counted={counted} /> : tab === "paths" || tab === "trend" ? <SlowFigure key={tab} project={project} counted={counted} what={tab} /> : <More key={tab} project={project} counted={counted} name={tab} label={words(tab)} />}
      </section>
    </div>
  );
}

function More({ project, counted, name, label }: { project: Project; counted: Counted; name: string; label: string }) {
  const figure = useDrawn(project, counted.key, name);
  if (!figure) return <div style={{ height: 260 }} />;
  return <Figure name={figure.layout?.meta?.alt ?? label} figure={figure} height={figure.layout?.height ?? 260} />;
}
