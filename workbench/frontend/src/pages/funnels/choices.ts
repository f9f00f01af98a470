// What can be a step and by what one can filter, as the bot and history have it: one list a bot and
// state of history.

import { useEffect, useState } from "react";
import type { Project } from "../../project.ts";
import type { Choices } from "./types.ts";

export function useChoices(project: Project, bot: string, seq: number | undefined): Choices | undefined {
  const [choices, setChoices] = useState<Choices>();
  useEffect(
    () =>
      project.host.hear<Choices & { error?: string }>("funnels.choices", (told) => {
        if (!told.error) setChoices(told);
      }),
    [project],
  );
  useEffect(() => {
    if (bot) project.host.ask("funnels.choices", { bot }).catch((error: Error) => project.say(error.message));
  }, [project, bot, seq]);
  return choices?.bot === bot ? choices : undefined;
}
