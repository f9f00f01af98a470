// The whole topic in a corner, drawn on a bitmap so that thousands of nodes cost nothing.

import { type PointerEvent, useCallback, useEffect, useRef } from "react";
import { useOnViewportChange, useReactFlow } from "@xyflow/react";
import { useWords, type Words } from "../words.ts";
import { useDesk } from "./desk.ts";
import { SIZE } from "./measure.ts";
import type { Scene } from "./scene.ts";

const WORDS = {
  map: { es: "Mapa del tema: pulse para ir", en: "Map of the topic: press to go there", pt: "Mapa do tópico: pressione para ir" },
} satisfies Words<string>;

const WIDTH = 156;
const HEIGHT = 96;
const MARGIN = 6;

export function Minimap({ scene, selected }: { scene: Scene; selected: ReadonlySet<string> }) {
  const desk = useDesk();
  const flow = useReactFlow();
  const say = useWords(WORDS);
  const bitmap = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const scale = boundsOf(scene);
  useEffect(() => {
    if (bitmap.current) draw(bitmap.current, scene, selected, scale);
  });
  const outline = useCallback(() => {
    const box = desk.root?.getBoundingClientRect();
    if (!box || !frame.current) return;
    const { x, y, zoom } = flow.getViewport();
    const { style } = frame.current;
    style.left = `${(-x / zoom - scale.x) * scale.by + MARGIN}px`;
    style.top = `${(-y / zoom - scale.y) * scale.by + MARGIN}px`;
    style.width = `${(box.width / zoom) * scale.by}px`;
    style.height = `${(box.height / zoom) * scale.by}px`;
  }, [desk, flow, scale.x, scale.y, scale.by]);
  useEffect(outline, [outline]);
  useOnViewportChange({ onChange: outline });
  const go = ({ currentTarget, clientX, clientY, buttons }: PointerEvent) => {
    if (buttons !== 1) return;
    const box = currentTarget.getBoundingClientRect();
    const to = { x: (clientX - box.x - MARGIN) / scale.by + scale.x, y: (clientY - box.y - MARGIN) / scale.by + scale.y };
    void flow.setCenter(to.x, to.y, { zoom: flow.getZoom() });
  };
  return (
    <div className="tw-minimap" role="img" aria-label={say("map")} onPointerDown={go} onPointerMove={go}>
      <canvas ref={bitmap} width={WIDTH * 2} height={HEIGHT * 2} />
      <div className="tw-minimap-frame" ref={frame} />
    </div>
  );
}

interface Scale {
  x: number;
  y: number;
  by: number;
}

function boundsOf({ places, cards }: Scene): Scale {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [id, { x, y }] of places) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + SIZE.width);
    bottom = Math.max(bottom, y + (cards.get(id)?.card.height ?? 60));
  }
  if (left === Infinity) return { x: 0, y: 0, by: 0.1 };
  return { x: left, y: top, by: Math.min((WIDTH - 2 * MARGIN) / (right - left), (HEIGHT - 2 * MARGIN) / (bottom - top), 0.2) };
}

function draw(bitmap: HTMLCanvasElement, { places, cards }: Scene, selected: ReadonlySet<string>, { x: left, y: top, by }: Scale): void {
  const drawing = bitmap.getContext("2d");
  if (!drawing) return;
  const style = getComputedStyle(bitmap);
  const plain = style.getPropertyValue("--line-strong");
  const colours = new Map<string, string>();
  const colour = (name: string) => {
    let found = colours.get(name);
    if (found === undefined) colours.set(name, (found = style.getPropertyValue(name)));
    return found;
  };
  drawing.setTransform(2, 0, 0, 2, 0, 0);
  drawing.clearRect(0, 0, WIDTH, HEIGHT);
  for (const [id, { x, y }] of places) {
    const drawn = cards.get(id);
    if (!drawn) continue;
    const bad = drawn.issues.some(({ severity }) => severity === "error");
    drawing.fillStyle = selected.has(id) ? colour("--brand") : bad ? colour("--bad") : drawn.card.entry ? colour("--entry") : plain;
    drawing.fillRect((x - left) * by + MARGIN, (y - top) * by + MARGIN, Math.max(2, SIZE.width * by), Math.max(1.5, drawn.card.height * by));
  }
}
