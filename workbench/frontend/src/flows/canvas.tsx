// The canvas of a topic.

import { Background, ConnectionMode, ReactFlow, SelectionMode, type Viewport } from "@xyflow/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useWords, type Words } from "../words.ts";
import { useConnecting } from "./connecting.ts";
import { openMenu } from "./context_menu.tsx";
import { onClipboard } from "./copying.ts";
import { useCanvas, useDesk, useDoing, useSeen } from "./desk.ts";
import { useDrawing } from "./drawing.ts";
import { dropped } from "./dropping.ts";
import { unfoldFor } from "./folding.ts";
import { isField, onKey } from "./keyboard.ts";
import { Minimap } from "./minimap.tsx";
import { NodeCard, READABLE } from "./node_card.tsx";
import type { CanvasNode } from "./nodes.ts";
import { Overview } from "./overview.tsx";
import { RemarkCard } from "./remark_card.tsx";
import { openingView, reveal } from "./viewport.ts";
import { useSelectedWires } from "./wires.ts";
import { WireView, type WireEdge } from "./wire.tsx";
import { startWriting } from "./writing.ts";

const WORDS = {
  canvas: { es: "Lienzo del tema {topic}: {n} {n|nodo|nodos}. Flechas para recorrer, Intro para escribir, C para conectar, ? para la ayuda.", en: "Canvas of the topic {topic}: {n} {n|node|nodes}. Arrows to move along, Enter to write, C to connect, ? for help.", pt: "Quadro do tópico {topic}: {n} {n|nó|nós}. Setas para percorrer, Enter para escrever, C para conectar, ? para ajuda." },
  role: { es: "lienzo", en: "canvas", pt: "quadro" },
} satisfies Words<string>;

const NODE_TYPES = { card: NodeCard, remark: RemarkCard };
const EDGE_TYPES = { wire: WireView };
const NO_NODES: CanvasNode[] = [];
const NO_EDGES: WireEdge[] = [];
/** From this many nodes on, a topic that is seen from afar is drawn on one bitmap. */
const MANY = 200;
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
  const connecting = useConnecting();
  return (
    <ReactFlow
      className={zoomsOut ? "tw-zoomed-out" : ""}
      nodes={isFar ? NO_NODES : all} edges={isFar ? NO_EDGES : chosen.edges} nodeTypes={NODE_TYPES} edgeTypes={EDGE_TYPES} width={size.width} height={size.height}
      onInit={(flow) => void (desk.flow = flow as never)} defaultViewport={opening} minZoom={0.04} maxZoom={2}
      onNodesChange={change} onEdgesChange={chosen.change} {...connecting}
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
    desk.picked = [];
  }, [desk, selected]);
}
