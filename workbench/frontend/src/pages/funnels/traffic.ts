// Traffic as an overlay of the canvas: asked for once for a period, then shown in one of three ways.

import type { ComponentType } from "react";
import type { Project } from "../../project.ts";
import type { LegendProps, Mark, Overlay, Stage } from "../../stage.ts";
import { fill, type Words } from "../../words.ts";
import { askBack } from "./ask_back.ts";
import type { Spec } from "./types.ts";

/** The name of the overlay. */
export const TRAFFIC = "traffic";
export const MODES = ["counts", "rates", "drops"] as const;
export type Mode = (typeof MODES)[number];

const WORDS = {
  came: { es: "{came} llegaron; {stopped} ({share}) se quedaron aquí sin responder", en: "{came} came; {stopped} ({share}) stopped here without an answer", pt: "{came} chegaram; {stopped} ({share}) pararam aqui sem responder" },
  went: { es: "{count} siguieron por aquí, el {share} de quienes llegaron", en: "{count} went on here, {share} of those who came", pt: "{count} seguiram por aqui, {share} de quem chegou" },
} satisfies Words<string>;

interface Passed {
  topic: string;
  came: number;
  stopped: number;
  ports: Record<string, number>;
}

export interface Traffic {
  spec: Spec;
  mode: Mode;
  nodes: Record<string, Passed>;
  legend: ComponentType<LegendProps>;
}

const shown = new WeakMap<Stage, Traffic>();

export function trafficOf(stage: Stage): Traffic | undefined {
  return shown.get(stage);
}

/** Draws what passed in the funnel's period, with its filters; `legend` says so above the canvas. */
export async function showTraffic(project: Project, stage: Stage, spec: Spec, mode: Mode, legend: ComponentType<LegendProps>): Promise<void> {
  const { bot } = stage.current;
  const { nodes } = await askBack<{ nodes: Record<string, Passed> }>(project, "funnels.traffic", { bot, spec });
  draw(project, stage, { spec, mode, nodes, legend });
}

/** The same traffic, told in another way. */
export function retell(project: Project, stage: Stage, mode: Mode): void {
  const traffic = shown.get(stage);
  if (traffic) draw(project, stage, { ...traffic, mode });
}

export function hideTraffic(stage: Stage): void {
  shown.delete(stage);
  stage.removeOverlay(TRAFFIC);
}

function draw(project: Project, stage: Stage, traffic: Traffic): void {
  shown.set(stage, traffic);
  stage.overlay({ ...overlayOf(traffic, project.current.language), legend: traffic.legend });
}

/** A node is marked where so large a share stops, of so many that it is no chance. */
const MUCH = 0.25;
const ENOUGH = 20;

export function overlayOf({ nodes, mode }: Pick<Traffic, "nodes" | "mode">, language: Project["current"]["language"]): Overlay {
  const overlay: Overlay = { name: TRAFFIC, nodes: {}, edges: {} };
  const number = (value: number) => value.toLocaleString(language);
  const percent = (share: number) => share.toLocaleString(language, { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 });
  const most = Math.max(1, ...Object.values(nodes).flatMap(({ ports }) => Object.values(ports)));
  for (const [node, { topic, came, stopped, ports }] of Object.entries(nodes)) {
    const share = came ? stopped / came : 0;
    const title = fill(WORDS.came[language], { came: number(came), stopped: number(stopped), share: percent(share) });
    const label = mode === "drops" ? (stopped ? `−${number(stopped)} · ${percent(share)}` : "") : number(came);
    const mark: Mark = { title };
    if (label) mark.label = label;
    if (share >= MUCH && came >= ENOUGH && mode !== "counts") mark.tone = "bad";
    (overlay.nodes[topic] ??= {})[node] = mark;
    for (const [port, count] of Object.entries(ports)) {
      const part = came ? count / came : 0;
      const went = fill(WORDS.went[language], { count: number(count), share: percent(Math.min(1, part)) });
      (overlay.edges[topic] ??= {})[`${node}:${port}`] = {
        title: went, weight: Math.sqrt(count / most), tone: "trail",
        ...(mode === "drops" ? {} : { label: mode === "counts" ? number(count) : percent(Math.min(1, part)) }),
      };
    }
  }
  return overlay;
}
