// What the traffic on the canvas is: of which days, told in which way; both can be changed here.

import { useState } from "react";
import { useHistory } from "../../history/standing.ts";
import { Icon } from "../../parts/icon.tsx";
import { useStage, type LegendProps } from "../../stage.ts";
import { useWords, type Words } from "../../words.ts";
import { dayBefore, dayOf } from "./spec.ts";
import { hideTraffic, MODES, retell, showTraffic, TRAFFIC, trafficOf, type Mode } from "./traffic.ts";

const WORDS = {
  traffic: { es: "Tráfico", en: "Traffic", pt: "Tráfego" },
  counts: { es: "cuántos pasan", en: "how many pass", pt: "quantos passam" },
  rates: { es: "qué parte sigue", en: "what share goes on", pt: "que parte segue" },
  drops: { es: "dónde se quedan", en: "where they stop", pt: "onde param" },
  how: { es: "Qué se muestra", en: "What is shown", pt: "O que é mostrado" },
  period: { es: "Período", en: "Period", pt: "Período" },
  all: { es: "todo el historial", en: "all of history", pt: "todo o histórico" },
  last: { es: "últimos {n} días", en: "last {n} days", pt: "últimos {n} dias" },
  own: { es: "{since} a {until}", en: "{since} to {until}", pt: "{since} a {until}" },
  off: { es: "Quitar del lienzo", en: "Take off the canvas", pt: "Tirar do quadro" },
  synthetic: { es: "conversaciones inventadas", en: "invented conversations", pt: "conversas inventadas" },
} satisfies Words<string>;

const USUAL = [1, 7, 28, 90];

export function TrafficLegend({ project, stage }: LegendProps) {
  const words = useWords(WORDS);
  const history = useHistory(project);
  const [isOnWay, setOnWay] = useState(false);
  useStage(stage, (seen) => seen.overlays.find(({ name }) => name === TRAFFIC));
  const traffic = trafficOf(stage);
  if (!traffic) return null;
  const { spec, mode } = traffic;
  const { since, until, zone = "UTC" } = spec;
  const last = history?.t_us ? dayOf(history.t_us, zone) : "";
  const usual = until === last && since ? USUAL.find((days) => dayBefore(last, days - 1) === since) : undefined;
  const period = usual ? String(usual) : since || until ? "own" : "all";
  const choose = (value: string) => {
    const { since: _, until: __, ...rest } = spec;
    const days = Number(value);
    const next = days && last ? { ...rest, since: dayBefore(last, days - 1), until: last } : rest;
    setOnWay(true);
    showTraffic(project, stage, next, mode, TrafficLegend).catch((error: Error) => project.say(error.message)).finally(() => setOnWay(false));
  };
  return (
    <div className="tw-legend" role="group" aria-label={words("traffic")} aria-busy={isOnWay}>
      <b>{words("traffic")}</b>
      {history?.synthetic && <span className="tw-tag" data-tone="warn">{words("synthetic")}</span>}
      <select className="tw-input" aria-label={words("how")} value={mode} onChange={({ target }) => retell(project, stage, target.value as Mode)}>
        {MODES.map((one) => <option key={one} value={one}>{words(one)}</option>)}
      </select>
      <select className="tw-input" aria-label={words("period")} value={period} disabled={isOnWay} onChange={({ target }) => choose(target.value)}>
        {period === "own" && <option value="own">{words("own", { since: since ?? "…", until: until ?? "…" })}</option>}
        <option value="all">{words("all")}</option>
        {USUAL.map((n) => <option key={n} value={n}>{words("last", { n })}</option>)}
      </select>
      <button type="button" className="tw-iconbutton" aria-label={words("off")} onClick={() => hideTraffic(stage)}><Icon name="close" size={13} /></button>
    </div>
  );
}
