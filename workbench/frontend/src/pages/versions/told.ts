// A request whose result is told a moment later, under a name of its own.

import { useCallback, useEffect, useState } from "react";
import type { Project } from "../../project.ts";

/** What was told last, whether something is on its way, and the way to ask. Failures are said. */
export function useTold<T>(project: Project, what: string): [T | undefined, boolean, (request: string, args?: object) => void, (value?: T) => void] {
  const [told, setTold] = useState<T>();
  const [isOnWay, setOnWay] = useState(false);
  useEffect(
    () =>
      project.host.hear<T & { error?: string }>(what, (value) => {
        setOnWay(false);
        if (value.error) project.say(value.error);
        else setTold(value);
      }),
    [project, what],
  );
  const ask = useCallback(
    (request: string, args: object = {}) => {
      setOnWay(true);
      project.host.ask(request, args).catch((error: Error) => {
        setOnWay(false);
        project.say(error.message);
      });
    },
    [project],
  );
  return [told, isOnWay, ask, setTold];
}

/** A moment in the person's language, in the local time zone. `t_us` counts from 1970 in UTC. */
export function moment(t_us: number, language: string): string {
  return new Date(t_us / 1000).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}
