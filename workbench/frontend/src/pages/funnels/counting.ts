// The funnel that is counted: asked for a moment after its definition or the history changed, and
// told when it is there; what is shown meanwhile is the one before.

import { useEffect, useRef, useState } from "react";
import type { Standing } from "../../history/standing.ts";
import type { Project } from "../../project.ts";
import { keyOf } from "./spec.ts";
import type { Checked, Counted, Spec } from "./types.ts";

const WAIT_MS = 350;

export interface Counting {
  counted: Counted | undefined;
  /** What the other calculation gave; undefined while it is counted. */
  checked: Checked | undefined;
  isOnWay: boolean;
  /** Why it cannot be counted. */
  trouble: string;
  cancel(): void;
  again(): void;
}

export function useCounting(project: Project, bot: string, spec: Spec, compare: boolean, seq: number | undefined): Counting {
  const [counted, setCounted] = useState<Counted>();
  const [checked, setChecked] = useState<Checked>();
  const [isOnWay, setOnWay] = useState(false);
  const [trouble, setTrouble] = useState("");
  const [tries, setTries] = useState(0);
  const key = keyOf(spec);
  const latest = useRef(spec);
  latest.current = spec;
  useEffect(() => {
    const ends = [
      project.host.hear<Counted & { error?: string }>("funnels.counted", (told) => {
        setOnWay(false);
        setTrouble(told.error ?? "");
        if (!told.error) setCounted(told);
        setChecked(undefined);
      }),
      project.host.hear<Checked>("funnels.checked", setChecked),
    ];
    return () => ends.forEach((end) => end());
  }, [project]);
  useEffect(() => {
    if (seq === undefined || latest.current.steps.length === 0) {
      setOnWay(false);
      setCounted(undefined);
      return;
    }
    setOnWay(true);
    const timer = setTimeout(() => {
      project.host.ask("funnels.count", { bot, spec: latest.current, compare }).catch((error: Error) => {
        setOnWay(false);
        setTrouble(error.message);
      });
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [project, bot, key, compare, seq, tries]);
  useEffect(() => () => void project.host.ask("funnels.cancel").catch(() => undefined), [project]);
  const cancel = () => {
    setOnWay(false);
    void project.host.ask("funnels.cancel");
  };
  return { counted, checked: checked?.key === counted?.key ? checked : undefined, isOnWay, trouble, cancel, again: () => setTries(tries + 1) };
}

/** A history that grows all the time is counted again so often. */
const CALM_MS = 20_000;

/** Up to which row one counts: another history's at once, one that goes on growing now and then. */
export function useCalm(standing: Standing | undefined): number | undefined {
  const latest = standing?.phase === "open" ? standing.seq : undefined;
  const source = standing?.source ?? "";
  const [seq, setSeq] = useState<number>();
  const last = useRef({ at_ms: 0, source: "" });
  useEffect(() => {
    const isSame = latest !== undefined && last.current.source === source;
    const wait_ms = isSame ? Math.max(0, last.current.at_ms + CALM_MS - Date.now()) : 0;
    const timer = setTimeout(() => {
      last.current = { at_ms: Date.now(), source };
      setSeq(latest);
    }, wait_ms);
    return () => clearTimeout(timer);
  }, [latest, source]);
  return latest === undefined ? undefined : seq;
}
