// A large topic seen from afar, drawn on one bitmap: thousands of cards move as one does. People
// select, drag and box-select on it as on the cards themselves.

import { useOnViewportChange, useReactFlow } from "@xyflow/react";
import { useCallback, useEffect, useLayoutEffect, useRef } from "react";
import type { Point } from "../graph/move.ts";
import { useDesk } from "./desk.ts";
import { cardAt, cardsIn, type Drawing, drawAll, type Rect } from "./far_drawing.ts";
import { snapped } from "./layout.ts";
import type { Scene, Wire } from "./scene.ts";

interface Props {
  scene: Scene;
  wires: readonly Wire[];
  hidden: ReadonlySet<string>;
  selected: ReadonlySet<string>;
  moved: ReadonlyMap<string, Point>;
  isLocked: boolean;
  onMove(places: ReadonlyMap<string, Point>): void;
  onDrop(places: ReadonlyMap<string, Point>): void;
}

/** As for cards: what moves less than this was only pressed. */
const THRESHOLD = 3;

export function Overview(props: Props) {
  const desk = useDesk();
  const flow = useReactFlow();
  const bitmap = useRef<HTMLCanvasElement>(null);
  const drawing: Drawing = { ...props, box: undefined };
  const now = useRef(drawing);
  now.current = { ...drawing, box: now.current.box };
  const redraw = useCallback(() => {
    if (bitmap.current) drawAll(bitmap.current, now.current, flow.getViewport());
  }, [flow]);
  useLayoutEffect(redraw);
  useOnViewportChange({ onChange: redraw });
  useEffect(() => {
    const root = desk.root;
    if (!root) return;
    const pressed = (event: MouseEvent) => {
      if (event.button !== 0 || !isPane(event.target)) return;
      const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const id = cardAt(now.current, at);
      if (id === undefined && !event.shiftKey) return;
      // Or the pane would be moved.
      event.stopPropagation();
      event.preventDefault();
      if (id === undefined) selectBox(at);
      else drag(event, id);
    };
    const drag = (start: MouseEvent, id: string) => {
      const { selected, scene, isLocked } = now.current;
      const isMore = start.shiftKey || start.ctrlKey || start.metaKey;
      const ids = isMore ? (selected.has(id) ? desk.selection.filter((one) => one !== id) : [...desk.selection, id]) : selected.has(id) ? desk.selection : [id];
      desk.picked = ids;
      desk.select(ids);
      if (isLocked) return;
      const zoom = flow.getZoom();
      let places: Map<string, Point> | undefined;
      follow((event) => {
        const [x, y] = [event.clientX - start.clientX, event.clientY - start.clientY];
        if (!places && Math.hypot(x, y) < THRESHOLD) return;
        places = new Map(ids.map((one) => {
          const from = scene.places.get(one) ?? { x: 0, y: 0 };
          return [one, { x: snapped(from.x + x / zoom), y: snapped(from.y + y / zoom) }];
        }));
        props.onMove(places);
      }, () => places && props.onDrop(places));
    };
    const selectBox = (from: Point) => {
      follow((event) => {
        const to = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
        now.current.box = rectOf(from, to);
        redraw();
      }, () => {
        const ids = now.current.box ? cardsIn(now.current, now.current.box) : [];
        now.current.box = undefined;
        desk.picked = ids;
        desk.select(ids);
        redraw();
      });
    };
    // Before React Flow's own, which listens on the pane.
    root.addEventListener("mousedown", pressed, true);
    return () => root.removeEventListener("mousedown", pressed, true);
  }, [desk, flow, redraw, props.onMove, props.onDrop]);
  return <canvas className="tw-far" ref={bitmap} aria-hidden="true" />;
}

function follow(moved: (event: MouseEvent) => void, ended: () => void): void {
  const end = () => {
    removeEventListener("mousemove", moved);
    removeEventListener("mouseup", end);
    ended();
  };
  addEventListener("mousemove", moved);
  addEventListener("mouseup", end);
}

function rectOf(one: Point, other: Point): Rect {
  return { left: Math.min(one.x, other.x), top: Math.min(one.y, other.y), right: Math.max(one.x, other.x), bottom: Math.max(one.y, other.y) };
}

function isPane(target: EventTarget | null): boolean {
  return target instanceof Element && target.classList.contains("react-flow__pane");
}
