// The nodes and edges of the canvas as they are to be drawn now, and what moving and selecting do.

import type { NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useState } from "react";
import { folding } from "../graph/fold.ts";
import type { Point } from "../graph/move.ts";
import { topicAt } from "../graph/places.ts";
import { type Desk, useCanvas, useDesk, useDoing, useSeen, useView } from "./desk.ts";
import { putDown } from "./dragging.ts";
import { type CanvasNode, NodeCache, remarkIndex } from "./nodes.ts";
import { Scenery } from "./scene.ts";

const NOWHERE: ReadonlyMap<string, Point> = new Map();
const NO_FOLDS: readonly string[] = [];

export function useDrawing() {
  const desk = useDesk();
  const { bot, topic } = useCanvas();
  const [scenery] = useState(() => new Scenery());
  const [cache] = useState(() => new NodeCache());
  const [moved, setMoved] = useState(NOWHERE);
  const language = useSeen((seen) => seen.language);
  const overlays = useSeen((seen) => seen.overlays);
  const chosen = useDoing(({ joining }) => joining?.node);
  const folds = useDoing(({ folded }) => folded[topic] ?? NO_FOLDS);
  const selection = useSeen((seen) => seen.nodes);
  const tree = useView((view) => view.tree);
  const ports = useView((view) => view.ports[bot]?.[topic]);
  const issues = useView((view) => view.issues);
  const words = useView((view) => view.language);
  const scene = useMemo(
    () => scenery.of(desk.project.current, { bot, topic }, language, overlays),
    // `desk` holds the same parts; they are named so that the scene follows them.
    [desk, scenery, bot, topic, language, overlays, tree, ports, issues, words],
  );
  desk.scene = scene;
  const fold = useMemo(() => folding(topicAt(tree, { bot, topic })?.nodes ?? {}, folds), [tree, bot, topic, folds]);
  const remarks = useDoing((doing) => doing.remarks);
  const selected = useMemo(() => new Set([...selection, ...remarks]), [selection, remarks]);
  const all = cache.of(scene, { selected, moved, hidden: fold.hidden, folded: fold.counts, chosen });
  const change = useCallback((changes: NodeChange<CanvasNode>[]) => {
    const places = changes.flatMap((one) => (one.type === "position" && one.position && one.dragging ? [[one.id, one.position] as const] : []));
    if (places.length) setMoved((before) => new Map([...before, ...places]));
    select(desk, changes);
  }, [desk]);
  const put = useCallback((places: ReadonlyMap<string, Point>) => {
    putDown(desk, [...places].map(([id, position]) => ({ id, position })));
    setMoved(NOWHERE);
  }, [desk]);
  const wires = useMemo(
    () => (fold.hidden.size ? scene.wires.filter(({ from, to }) => !fold.hidden.has(from) && !fold.hidden.has(to)) : scene.wires),
    [scene.wires, fold],
  );
  const locked = Boolean(desk.locked);
  return { nodes: { all, change, put, move: setMoved }, moved, hidden: fold.hidden, wires, locked, scene, selected };
}

function select(desk: Desk, changes: NodeChange<CanvasNode>[]): void {
  const chosen = changes.filter((one) => one.type === "select");
  if (chosen.length === 0) return;
  const next = new Set(desk.chosen);
  for (const { id, selected } of chosen) {
    // The latest comes last: it is where the keys go on from.
    next.delete(id);
    if (selected) next.add(id);
  }
  const all = [...next];
  desk.picked = all.filter((id) => remarkIndex(id) === undefined);
  desk.select([...desk.picked], all.filter((id) => remarkIndex(id) !== undefined));
}
