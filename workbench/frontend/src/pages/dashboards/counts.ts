// What is counted for the dashboard that is shown: asked for anew when the question or the history
// changes, told chart by chart.

import { useEffect, useRef, useState } from "react";
import { freshId } from "../../kept.ts";
import type { Project } from "../../project.ts";
import { useTheme } from "../../theme.ts";
import type { Asked, Chart, Counted } from "./types.ts";

export interface Counts {
  /** By the place of the chart in the dashboard; those of the question before until new ones come. */
  charts: Record<number, Counted>;
  isOnWay: boolean;
  /** Whether a chart waits for its answer to the latest question. */
  isOld(place: number): boolean;
  cancel(): void;
}

/** `dashboard` is the name, so that another dashboard's figures are never shown for this one's. */
export function useCounts(project: Project, dashboard: string, charts: Chart[], asked: Asked, seq: number): Counts {
  const theme = useTheme();
  const [counted, setCounted] = useState<{ dashboard: string; charts: Record<number, Counted> }>({ dashboard, charts: {} });
  const [waiting, setWaiting] = useState(0);
  const [countedSeq, setCountedSeq] = useState(seq);
  const run = useRef("");
  const minute = useMinute(asked.live);
  const question = JSON.stringify({ dashboard, charts, asked, theme });
  useEffect(
    () =>
      project.host.hear<Counted>("dashboards.counted", (told) => {
        if (told.run !== run.current) return;
        setWaiting((left) => left - 1);
        setCounted((now) => ({ dashboard, charts: { ...(now.dashboard === dashboard ? now.charts : {}), [told.chart]: told } }));
      }),
    [project, dashboard],
  );
  useEffect(() => {
    run.current = freshId();
    setWaiting(charts.length);
    project.host.ask("dashboards.count", { run: run.current, charts, asked, theme }).catch((error: Error) => {
      setWaiting(0);
      project.say(error.message);
    });
  }, [project, question, countedSeq, minute]);
  // What is counted is finished first, however fast the history grows.
  useEffect(() => {
    if (waiting === 0) setCountedSeq(seq);
  }, [seq, waiting]);
  useEffect(() => () => void project.host.ask("dashboards.cancel"), [project]);
  const cancel = () => {
    run.current = "";
    setWaiting(0);
    void project.host.ask("dashboards.cancel");
  };
  return { charts: counted.dashboard === dashboard ? counted.charts : {}, isOnWay: waiting > 0, isOld: (place) => waiting > 0 && counted.charts[place]?.run !== run.current, cancel };
}

const MINUTE_MS = 60_000;

/** The minute that it is, where what is shown is of now: the last minutes move on when nobody writes. */
function useMinute(isLive: boolean): number {
  const [minute, setMinute] = useState(0);
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => setMinute((now) => now + 1), MINUTE_MS);
    return () => clearInterval(timer);
  }, [isLive]);
  return minute;
}
