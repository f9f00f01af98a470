// The dashboards that there are, read anew when somebody keeps or removes one.

import { useCallback, useEffect, useState } from "react";
import type { Project } from "../../project.ts";
import type { Standing } from "../../history/standing.ts";
import type { Dashboard, Opened } from "./types.ts";

export interface Boards {
  opened: Opened | undefined;
  /** Gives the name under which it is kept; empty where it could not be. */
  save(dashboard: Dashboard): Promise<string>;
  remove(name: string): Promise<void>;
}

export function useBoards(project: Project, bot: string, standing: Standing | undefined): Boards {
  const [opened, setOpened] = useState<Opened>();
  const source = standing?.phase === "open" ? standing.source : "";
  useEffect(() => project.host.hear<Opened & { error?: string }>("dashboards.opened", (told) => (told.error ? project.say(told.error) : setOpened(told))), [project]);
  useEffect(() => {
    setOpened(undefined);
    if (source) project.host.ask("dashboards.open", { bot }).catch((error: Error) => project.say(error.message));
  }, [project, bot, source]);
  const save = useCallback(
    async (dashboard: Dashboard) => {
      const kept = (name: string) => (now: Opened | undefined) => now && { ...now, dashboards: withOne(now.dashboards, { ...dashboard, name }) };
      // Shown before it is confirmed, so that arranging does not wait.
      if (dashboard.name) setOpened(kept(dashboard.name));
      try {
        const name = await project.host.ask<string>("dashboards.save", { dashboard });
        // What was shown before may have been arranged further meanwhile.
        if (!dashboard.name) setOpened(kept(name));
        return name;
      } catch (error) {
        project.say((error as Error).message);
        return "";
      }
    },
    [project],
  );
  const remove = useCallback(
    async (name: string) => {
      try {
        await project.host.ask("dashboards.remove", { name });
        setOpened((now) => now && { ...now, dashboards: now.dashboards.filter((one) => one.name !== name) });
      } catch (error) {
        project.say((error as Error).message);
      }
    },
    [project],
  );
  return { opened, save, remove };
}

function withOne(dashboards: Dashboard[], one: Dashboard): Dashboard[] {
  const at = dashboards.findIndex(({ name }) => name === one.name);
  return at < 0 ? [...dashboards, one] : dashboards.with(at, one);
}
