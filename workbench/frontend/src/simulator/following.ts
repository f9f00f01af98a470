// The canvas goes along: the path is drawn, and the topic where the conversation stands is shown.

import { useEffect, useRef } from "react";
import { Desk } from "../flows/desk.ts";
import { reveal } from "../flows/viewport.ts";
import { useStage } from "../stage.ts";
import { PATH, pathOf, standsAt } from "./path.ts";
import type { Scene } from "./scene.ts";
import { useTalk } from "./session.ts";

const KEPT = "tertulia-simulator-pinned";

export function isPinned(): boolean {
  return localStorage.getItem(KEPT) === "yes";
}

export function pin(pinned: boolean): void {
  localStorage.setItem(KEPT, pinned ? "yes" : "no");
}

/** Until a topic that was just opened is drawn. */
const DRAWN_MS = 180;

export function useFollowing({ project, stage, session }: Scene, pinned: boolean): void {
  const turns = useTalk(session, (talk) => talk.turns);
  const bot = useStage(stage, (seen) => seen.bot);
  useEffect(() => {
    stage.overlay(pathOf(turns, bot));
  }, [turns, bot, stage]);
  useEffect(() => () => stage.removeOverlay(PATH), [stage]);
  const acts = useTalk(session, (talk) => talk.acts);
  const followed = useRef(acts);
  useEffect(() => {
    const place = standsAt(turns);
    // What an edit or a training changed must not take people away from where they work.
    if (!place || pinned || followed.current === acts) return;
    followed.current = acts;
    const { topic, bot: shown } = stage.current;
    if (place.topic !== topic || place.bot !== shown) stage.set({ bot: place.bot || shown, topic: place.topic, nodes: [] });
    const timer = setTimeout(() => reveal(Desk.of(project, stage), [place.node]), DRAWN_MS);
    return () => clearTimeout(timer);
  }, [turns, pinned, project, stage]);
}
