// How often each name of a bot is used, told again a moment after the project changed.

import { useEffect, useState } from "react";
import { useProject, type Project } from "../../project.ts";

export type Counts = Partial<Record<string, Record<string, number>>>;

const WAIT_MS = 250;

export function useCounts(project: Project, bot: string): Counts {
  const [counts, setCounts] = useState<Counts>({});
  const revision = useProject(project, (view) => view.revision);
  useEffect(
    () => project.host.hear<{ bot: string; counts: Counts }>("names", (news) => news.bot === bot && setCounts(news.counts)),
    [project, bot],
  );
  useEffect(() => {
    const timer = setTimeout(() => void project.host.ask("names.count", { bot }).catch((error: Error) => project.say(error.message)), WAIT_MS);
    return () => clearTimeout(timer);
  }, [project, bot, revision]);
  return counts;
}
