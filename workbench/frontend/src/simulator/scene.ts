// What the parts of the simulator share: the project, where the person is, the conversation.

import { createContext, use } from "react";
import type { Project } from "../project.ts";
import { useProject } from "../project.ts";
import type { Stage } from "../stage.ts";
import type { Bot } from "../types.ts";
import { LanguageContext } from "../words.ts";
import { titleOf, topicOf } from "./nodes.ts";
import type { Session } from "./session.ts";
import { useTalk } from "./session.ts";

export interface Scene {
  project: Project;
  stage: Stage;
  session: Session;
}

export const SceneContext = createContext<Scene | null>(null);

export function useScene(): Scene {
  const scene = use(SceneContext);
  if (!scene) throw new Error("a part of the simulator stands outside of it");
  return scene;
}

/** The bot that the conversation is with, as drawn. */
export function useBot(): Bot | undefined {
  const { project, session } = useScene();
  const name = useTalk(session, (talk) => talk.state?.bot || talk.setup.bot);
  return useProject(project, ({ tree }) => tree.bots[name] ?? Object.values(tree.bots)[0]);
}

export interface NodeWords {
  title(node: string): string;
  /** Goes to a node on the canvas. */
  go(node: string): void;
}

export function useNodes(): NodeWords {
  const { project, stage } = useScene();
  const bot = useBot();
  const language = use(LanguageContext);
  return {
    title: (node) => titleOf(bot, node, project.current.catalogue, language),
    go: (node) => stage.goTo({ bot: bot?.id || stage.current.bot, topic: topicOf(bot, node), node }),
  };
}
