// The canvas of a topic.

import {
  Background, type Connection, ConnectionMode, type FinalConnectionState, type HandleType, type NodeChange, type EdgeChange, ReactFlow,
  SelectionMode, type Viewport,
} from "@xyflow/react";
import { type MouseEvent as ReactMouseEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { connect, disconnect, reconnect } from "../graph/connect.ts";
import { folding } from "../graph/fold.ts";
import type { Point } from "../graph/move.ts";
import { topicAt } from "../graph/places.ts";
import { onClipboard } from "./copying.ts";
import { type Desk, useDesk, useDoing, useSeen, useView } from "./desk.ts";
import { putDown } from "./dragging.ts";
import { dropped } from "./dropping.ts";
import { onKey } from "./keyboard.ts";
import { unfoldFor } from "./folding.ts";
import { openingView, reveal } from "./viewport.ts";
import { NodeCache, type CanvasNode, remarkIndex } from "./nodes.ts";
import { NodeCard, READABLE } from "./node_card.tsx";
import { Overview } from "./overview.tsx";
import { RemarkCard } from "./remark_card.tsx";
import { Minimap } from "./minimap.tsx";
import { Scenery, type Wire } from "./scene.ts";
import { startWriting } from "./writing.ts";
import { WireView, type WireEdge } from "./wire.tsx";
import { useWords, type Words } from "../words.ts";

const WORDS = {
  canvas: { es: "Lienzo del tema {topic}: {n} nodos. Flechas para recorrer, Intro para escribir, C para conectar, ? para la ayuda.", en: "Canvas of the topic {topic}: {n} nodes. Arrows to move along, Enter to write, C to connect, ? for help.", pt: "Quadro do tópico {topic}: {n} nós. Setas para percorrer, Enter para escrever, C para conectar, ? para ajuda." },
  role: { es: "lienzo", en: "canvas", pt: "quadro" },
} satisfies Words<string>;

const NODE_TYPES = { card: NodeCard, remark: RemarkCard };
const EDGE_TYPES = { wire: WireView };
const NOWHERE: ReadonlyMap<string, Point> = new Map();
const NO_NODES: CanvasNode[] = [];
const NO_EDGES: WireEdge[] = [];
/** From this many nodes on, a topic that is seen from afar is drawn on one bitmap. */
const MANY = 200;
const NO_FOLDS: readonly string[] = [];
const MULTI = ["Shift", "Meta", "Control"];

/** Where each topic was last looked at, while the window is open. */
const viewports = new Map<string, Viewport>();

export function CanvasView() {
  const desk = useDesk();
  const say = useWords(WORDS);
  const { bot, topic } = useCanvas();
  const drawing = useDrawing();
  const { locked, scene } = drawing;
  const root = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<DOMRect>();
  useEffect(() => {
    desk.root = root.current;
    setSize(root.current?.getBoundingClientRect());
    return () => void (desk.root = null);
  }, [desk]);
  useEffect(() => void desk.project.loadPorts(bot, topic), [desk, bot, topic]);
  const key = `${bot}/${topic}`;
  const cursor = useSeen((seen) => seen.nodes.at(-1));
  return (
    <div
      className={locked ? "tw-canvas tw-canvas--locked" : "tw-canvas"} ref={root} tabIndex={0} role="application"
      aria-roledescription={say("role")} aria-label={say("canvas", { topic, n: scene.cards.size })}
      aria-activedescendant={cursor === undefined ? undefined : `tw-at-${cursor}`}
      onCopy={(event) => onClipboard(desk, event)} onCut={(event) => onClipboard(desk, event)} onPaste={(event) => onClipboard(desk, event)}
      onKeyDown={(event) => onKey(desk, event)} onPointerMove={({ clientX: x, clientY: y }) => (desk.pointer = { x, y })}
      onContextMenu={(event) => openMenu(desk, event)}
      onDragOver={(event) => event.preventDefault()} onDrop={(event) => dropped(desk, event)}
      onPointerDown={({ target }) => isField(target) || root.current?.focus({ preventScroll: true })}
    >
      {size && <Drawing key={key} name={key} size={size} {...drawing} />}
    </div>
  );
}

type DrawingProps = ReturnType<typeof useDrawing> & { name: string; size: DOMRect };

function Drawing({ name, size, nodes: { all, change, put, move }, moved, hidden, wires, locked, scene, selected }: DrawingProps) {
  const hasMap = useDoing(({ minimap }) => minimap) && scene.cards.size > 0;
  const desk = useDesk();
  const [opening] = useState(() => openingView(all, size, viewports.get(name)));
  const chosen = useSelectedWires(wires);
  const [zoomsOut, setZoomsOut] = useState(opening.zoom < READABLE);
  const isFar = zoomsOut && scene.cards.size > MANY;
  const stop = useCallback((_: unknown, __: CanvasNode, nodes: CanvasNode[]) => put(new Map(nodes.map(({ id, position }) => [id, position]))), [put]);
  useGoing(selected);
  const onConnect = useCallback(({ source, sourceHandle, target }: Connection) => {
    const ops = connect(desk.tree, desk.canvas, { node: source, port: sourceHandle ?? "" }, target);
    desk.edit(ops, "connected", { from: desk.titleOf(source), to: desk.titleOf(target) });
  }, [desk]);
  // An edge whose end is pulled off is no new one.
  const isPulled = useRef(false);
  const onConnectEnd = useCallback((event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    if (isPulled.current || state.isValid || state.toNode || !state.fromNode || state.fromHandle?.type !== "source") return;
    const after = { node: state.fromNode.id, port: state.fromHandle.id ?? "" };
    const screen = placeOf(event);
    const to = cardUnder(desk, event);
    if (to) return void desk.edit(connect(desk.tree, desk.canvas, after, to), "connected", { from: desk.titleOf(after.node), to: desk.titleOf(to) });
    desk.doing.set({ offer: { screen, at: desk.flow!.screenToFlowPosition(screen), after } });
  }, [desk]);
  const onReconnect = useCallback((edge: WireEdge, { source, sourceHandle, target }: Connection) => {
    const { from: node, port } = edge.data!.wire;
    desk.edit(reconnect(desk.tree, desk.canvas, { node, port }, { node: source, port: sourceHandle ?? "" }, target), "reconnected");
  }, [desk]);
  const onReconnectEnd = useCallback((event: MouseEvent | TouchEvent, edge: WireEdge, end: HandleType, state: FinalConnectionState) => {
    isPulled.current = false;
    if (state.isValid) return;
    const { from: node, port } = edge.data!.wire;
    // `end` is the one that stays: an arrow let go on a card leads there, in the void it is gone.
    const to = end === "source" ? cardUnder(desk, event) : undefined;
    if (to) desk.edit(reconnect(desk.tree, desk.canvas, { node, port }, { node, port }, to), "reconnected");
    else desk.edit(disconnect(desk.tree, desk.canvas, [{ node, port }]), "disconnected");
  }, [desk]);
  return (
    <ReactFlow
      className={zoomsOut ? "tw-zoomed-out" : ""}
      nodes={isFar ? NO_NODES : all} edges={isFar ? NO_EDGES : chosen.edges} nodeTypes={NODE_TYPES} edgeTypes={EDGE_TYPES} width={size.width} height={size.height}
      onInit={(flow) => void (desk.flow = flow as never)} defaultViewport={opening} minZoom={0.04} maxZoom={2}
      onNodesChange={change} onEdgesChange={chosen.change} onConnect={onConnect} onConnectEnd={onConnectEnd} onReconnect={onReconnect} onReconnectStart={() => (isPulled.current = true)} onReconnectEnd={onReconnectEnd}
      onNodeDragStop={stop} onSelectionDragStop={(event, nodes) => stop(event, nodes[0]!, nodes)}
      onMove={(_, { zoom }) => setZoomsOut(zoom < READABLE)} onMoveEnd={(_, viewport) => void viewports.set(name, viewport)}
      onNodeDoubleClick={(event, { id }) => startWriting(desk, id, event.target)}
      nodesDraggable={!locked} nodesConnectable={!locked} edgesReconnectable={!locked} nodesFocusable={false} edgesFocusable={false}
      disableKeyboardA11y deleteKeyCode={null} multiSelectionKeyCode={MULTI} selectionKeyCode="Shift" selectionMode={SelectionMode.Partial} connectionMode={ConnectionMode.Strict}
      onlyRenderVisibleElements elevateNodesOnSelect={false} selectNodesOnDrag connectionRadius={26} nodeDragThreshold={3}
      zoomOnDoubleClick={false} proOptions={{ hideAttribution: true }} snapToGrid snapGrid={[4, 4]}
    >
      <Background gap={18} size={1.2} color="var(--line-strong)" />
      {isFar && <Overview scene={scene} wires={wires} hidden={hidden} selected={selected} moved={moved} isLocked={locked} onMove={move} onDrop={put} />}
      {hasMap && <Minimap scene={scene} selected={selected} />}
    </ReactFlow>
  );
}

export function useCanvas() {
  const bot = useSeen((seen) => seen.bot);
  const topic = useSeen((seen) => seen.topic);
  return { bot, topic };
}

/** The nodes and edges to draw, and what happens when people move and select them. */
function useDrawing() {
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

/** Brings a node into sight that was selected elsewhere: by an issue, a search, a simulated step. */
function useGoing(selected: ReadonlySet<string>): void {
  const desk = useDesk();
  const isFirst = useRef(true);
  useEffect(() => {
    const [only] = selected;
    // At first the view has been chosen so that it is seen.
    if (selected.size === 1 && only !== undefined && !isFirst.current && !desk.picked.includes(only)) {
      unfoldFor(desk, only);
      reveal(desk, [only]);
    }
    isFirst.current = false;
  }, [desk, selected]);
}

const NO_WIRES: ReadonlySet<string> = new Set();

function useSelectedWires(wires: readonly Wire[]) {
  const desk = useDesk();
  const [selected, setSelected] = useState(NO_WIRES);
  const made = useRef(new Map<string, WireEdge>());
  desk.wires = selected;
  desk.unselectWires = () => setSelected(NO_WIRES);
  const edges = useMemo(() => {
    const now = new Map<string, WireEdge>();
    for (const wire of wires) {
      const isSelected = selected.has(wire.id);
      const before = made.current.get(wire.id);
      const isSame = before?.data!.wire === wire && before.selected === isSelected;
      now.set(wire.id, isSame ? before : {
        id: wire.id, type: "wire", source: wire.from, sourceHandle: wire.port, target: wire.to, selected: isSelected, data: { wire },
      });
    }
    made.current = now;
    return [...now.values()];
  }, [wires, selected]);
  const change = useCallback((changes: EdgeChange<WireEdge>[]) => {
    setSelected((before) => {
      const next = new Set(before);
      for (const one of changes) {
        if (one.type === "select") one.selected ? next.add(one.id) : next.delete(one.id);
      }
      return next;
    });
  }, []);
  return { edges, change };
}

/** The menu is about the card that was pressed, and about all that are selected if it is one of them. */
function openMenu(desk: Desk, event: ReactMouseEvent): void {
  if (isField(event.target)) return;
  event.preventDefault();
  const { clientX: x, clientY: y } = event;
  const id = (event.target as Element).closest<HTMLElement>(".react-flow__node")?.dataset["id"];
  if (id === undefined) desk.select([]);
  else if (!desk.chosen.includes(id)) {
    const isRemark = remarkIndex(id) !== undefined;
    desk.picked = isRemark ? [] : [id];
    desk.select([...desk.picked], isRemark ? [id] : []);
  }
  desk.doing.set({ menu: { x, y } });
}

function placeOf(event: MouseEvent | TouchEvent): Point {
  const { clientX: x, clientY: y } = "changedTouches" in event ? event.changedTouches[0]! : event;
  return { x, y };
}

/** The card on which something was let go. */
function cardUnder(desk: Desk, event: MouseEvent | TouchEvent): string | undefined {
  const { x, y } = placeOf(event);
  const onto = (desk.root?.getRootNode() as Document | ShadowRoot | undefined)?.elementFromPoint(x, y);
  return onto?.closest<HTMLElement>("[data-node]")?.dataset["node"];
}

function isField(target: EventTarget): boolean {
  return target instanceof Element && target.closest("input, textarea, select, button, [contenteditable]") !== null;
}

