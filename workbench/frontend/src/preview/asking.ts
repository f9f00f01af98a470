// The preview of a node, asked for again when the node, its bot's settings or the language change.

import { useEffect, useState } from "react";
import { useProject, type Project } from "../project.ts";
import type { Previewed, Rules } from "./told.ts";

export interface Subject {
  bot: string;
  topic: string;
  node: string;
  language: string;
  simulated: boolean;
}

/** Between keys, so that typing is not held up. */
const TYPED_MS = 120;

export function usePreview(project: Project, subject: Subject): { previewed: Previewed | undefined; trouble: string } {
  const { bot, topic, node, language, simulated } = subject;
  const drawn = useProject(project, ({ tree }) => tree.bots[bot]?.topics[topic]?.nodes?.[node]);
  const channels = useProject(project, ({ tree }) => tree.bots[bot]?.["channels"]);
  const advice = useProject(project, ({ tree }) => tree.bots[bot]?.["advice"]);
  // Asked when the edit has arrived there: what is drawn here may be ahead.
  const pending = useProject(project, (view) => view.pending);
  const [found, setFound] = useState<{ previewed?: Previewed; trouble: string }>({ trouble: "" });
  const isThere = drawn !== undefined;
  useEffect(() => {
    if (!isThere || pending > 0) return;
    let isWanted = true;
    const ask = () => {
      project.host.ask<Previewed>("preview.node", { bot, topic, node, language, simulated }).then(
        (previewed) => isWanted && setFound({ previewed, trouble: "" }),
        (error: Error) => isWanted && setFound({ trouble: error.message }),
      );
    };
    const timer = setTimeout(ask, TYPED_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [project, bot, topic, node, language, simulated, drawn, channels, advice, pending, isThere]);
  return { previewed: isThere ? found.previewed : undefined, trouble: found.trouble };
}

export function useRules(project: Project): Rules {
  const [rules, setRules] = useState<Rules>({});
  useEffect(() => {
    project.host.ask<Rules>("preview.rules").then(setRules, () => setRules({}));
  }, [project]);
  return rules;
}
