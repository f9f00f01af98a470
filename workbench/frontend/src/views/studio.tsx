// The whole app in a browser window: rail, top bar, the page in the middle, foot.

import { useEffect, useMemo } from "react";
import { placeOf, useAddress } from "../frame/address.ts";
import { useConnection } from "../frame/connection.ts";
import { Foot } from "../frame/foot.tsx";
import { Rail } from "../frame/rail.tsx";
import { Sheet } from "../frame/sheet.tsx";
import { useShortcuts } from "../frame/shortcuts.ts";
import { useTitle } from "../frame/title.ts";
import { Top } from "../frame/top.tsx";
import { Troubles } from "../frame/troubles.tsx";
import { Work } from "../frame/work.tsx";
import { useProject, type Project } from "../project.ts";
import { Stage, useStage } from "../stage.ts";
import { firstTopic } from "./beginning.ts";
import type { ViewProps } from "./index.ts";

export function Studio({ project }: ViewProps) {
  const stage = useMemo(() => new Stage({ language: project.current.language, ...placeOf(location.hash) }), [project]);
  useStanding(project, stage);
  useAddress(stage);
  useShortcuts(project, stage);
  useConnection(project);
  useTitle(project, stage);
  return (
    <div className="tw-frame">
      <Top project={project} stage={stage} />
      <Rail project={project} stage={stage} />
      <Work project={project} stage={stage} />
      <Foot project={project} stage={stage} />
      <Sheet project={project} stage={stage} />
      <Troubles project={project} />
    </div>
  );
}

/** Always on a bot and a topic that are there, in a language that the bot has. */
function useStanding(project: Project, stage: Stage): void {
  const bots = useProject(project, (view) => view.tree.bots);
  const bot = useStage(stage, (seen) => seen.bot);
  const shown = useStage(stage, (seen) => seen.language);
  const opened = useStage(stage, (seen) => seen.topic);
  const page = useStage(stage, (seen) => seen.page);
  useEffect(() => {
    // Without a bot there is only the page on which one is made.
    if (Object.keys(bots).length === 0) return stage.current.page === "projects" ? undefined : stage.set({ page: "projects" });
    const there = bots[bot] ? bot : (Object.keys(bots)[0] ?? "");
    const languages = bots[there]?.languages ?? [];
    const language = languages.includes(shown) ? shown : (languages[0] ?? shown);
    const { topics = {} } = bots[there] ?? {};
    const topic = Object.hasOwn(topics, opened) ? opened : firstTopic(topics);
    if (there !== bot || language !== shown || topic !== opened) stage.set({ bot: there, language, topic });
  }, [bots, bot, shown, opened, page, stage]);
}
