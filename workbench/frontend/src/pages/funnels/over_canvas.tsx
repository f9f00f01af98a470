// What passed, drawn over the flows: how many came, what share went on by each way, where they stopped.

import { Menu } from "../../parts/menu.tsx";
import type { Project } from "../../project.ts";
import { useStage, type Stage } from "../../stage.ts";
import { useWords, type Words } from "../../words.ts";
import { topicOf } from "./step_words.ts";
import { TrafficLegend } from "./traffic_legend.tsx";
import { hideTraffic, MODES, showTraffic, TRAFFIC, type Mode } from "./traffic.ts";
import type { Spec } from "./types.ts";

const WORDS = {
  over: { es: "Sobre el lienzo", en: "Over the canvas", pt: "Sobre o quadro" },
  counts: { es: "Cuántos pasan", en: "How many pass", pt: "Quantos passam" },
  rates: { es: "Qué parte sigue por cada salida", en: "What share goes on by each way", pt: "Que parte segue por cada saída" },
  drops: { es: "Dónde se quedan", en: "Where they stop", pt: "Onde param" },
  off: { es: "Quitarlo del lienzo", en: "Take it off the canvas", pt: "Tirar do quadro" },
} satisfies Words<Mode | "over" | "off">;

interface Props {
  project: Project;
  stage: Stage;
  spec: Spec;
}

export function OverCanvas({ project, stage, spec }: Props) {
  const words = useWords(WORDS);
  const isShown = useStage(stage, (seen) => seen.overlays.some(({ name }) => name === TRAFFIC));
  const show = (mode: Mode) => {
    const { bot } = stage.current;
    const drawn = project.current.tree.bots[bot];
    // Where most of the funnel's steps are.
    const topics = spec.steps.map(({ node, intent }) => (drawn && topicOf(drawn, node ?? intent ?? "")) ?? "").filter(Boolean);
    const topic = topics.toSorted((one, other) => topics.filter((name) => name === other).length - topics.filter((name) => name === one).length)[0];
    showTraffic(project, stage, spec, mode, TrafficLegend).then(
      () => stage.set({ page: "flows", nodes: [], ...(topic && { topic }) }),
      (error: Error) => project.say(error.message),
    );
  };
  const items = [
    ...MODES.map((mode) => ({ label: words(mode), icon: "flow", act: () => show(mode) })),
    ...(isShown ? [{ label: words("off"), icon: "close", act: () => hideTraffic(stage) }] : []),
  ];
  return <Menu name={words("over")} className="tw-button" items={items} align="end" />;
}
