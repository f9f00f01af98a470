// How often each name of a bot is used, told again a moment after the project changed.

import { useEffect, useState } from "react";
import { useProject, type Project } from "../../project.ts";

export type Counts = Partial<Record<string, Record<string, number>>>;

const WAIT_MS = 250;

/** The counts of a bot by family and name; none until they are first told. */
export function useCounts(project: Project, bot: string): Counts | undefined {
  const [told, tell] = useState<{ bot: string; counts: Counts }>();
  const revision = useProject(project, (view) => view.revision);
  useEffect(
    () => project.host.hear<{ bot: string; counts: Counts }>("names", (news) => news.bot === bot && tell(news)),
    [project, bot],
  );
  useEffect(() => {
    const timer = setTimeout(() => void project.host.ask("names.count", { bot }).catch((error: Error) => project.say(error.message)), WAIT_MS);
    return () => clearTimeout(timer);
  }, [project, bot, revision]);
  return told?.bot === bot ? told.counts : undefined;
}
