// Cards as React Flow has them: with their size and the places of their ports given, so that
// nothing has to be measured on the screen.

import { type Node, type NodeHandle, Position } from "@xyflow/react";
import type { Point } from "../graph/move.ts";
import type { Remark } from "../types.ts";
import { headHeight, portY } from "./card.ts";
import { linesOf, SIZE } from "./measure.ts";
import type { Drawn, Scene } from "./scene.ts";

export type CardNode = Node<{ drawn: Drawn; folded: number; isChosen: boolean }, "card">;
export type RemarkNode = Node<{ remark: Remark; index: number }, "remark">;
export type CanvasNode = CardNode | RemarkNode;

/** What is shown of a scene. */
export interface Showing {
  selected: ReadonlySet<string>;
  /** Where nodes are that are being dragged. */
  moved: ReadonlyMap<string, Point>;
  hidden: ReadonlySet<string>;
  folded: ReadonlyMap<string, number>;
  chosen: string | undefined;
}

const DOT = 10;

export function remarkId(index: number): string {
  return `#${index}`;
}

/** The number of a comment, undefined where the id is a node's. */
export function remarkIndex(id: string): number | undefined {
  return id.startsWith("#") ? Number(id.slice(1)) : undefined;
}

/** Makes React Flow's nodes, each the same object as before where nothing of it changed. */
export class NodeCache {
  private nodes = new Map<string, CanvasNode>();

  of(scene: Scene, showing: Showing): CanvasNode[] {
    const found = new Map<string, CanvasNode>();
    scene.comments.forEach((remark, index) => {
      const node = this.remark(remark, index, showing);
      found.set(node.id, node);
    });
    for (const [id, drawn] of scene.cards) {
      if (!showing.hidden.has(id)) found.set(id, this.card(id, drawn, scene.places.get(id)!, showing));
    }
    this.nodes = found;
    return [...found.values()];
  }

  private card(id: string, drawn: Drawn, place: Point, showing: Showing): CardNode {
    const position = showing.moved.get(id) ?? place;
    const selected = showing.selected.has(id);
    const folded = showing.folded.get(id) ?? 0;
    const isChosen = showing.chosen === id;
    const before = this.nodes.get(id) as CardNode | undefined;
    const data = before?.data;
    const isSameData = data?.drawn === drawn && data.folded === folded && data.isChosen === isChosen;
    if (before && isSameData && isAt(before, position) && before.selected === selected) return before;
    const { height } = drawn.card;
    return {
      id, type: "card", position, selected, width: SIZE.width, height, measured: { width: SIZE.width, height },
      handles: before && data?.drawn.card === drawn.card ? before.handles! : handlesOf(drawn),
      data: isSameData ? data : { drawn, folded, isChosen },
    };
  }

  private remark(remark: Remark, index: number, showing: Showing): RemarkNode {
    const id = remarkId(index);
    const position = showing.moved.get(id) ?? { x: remark.x ?? 0, y: remark.y ?? 0 };
    const selected = showing.selected.has(id);
    const before = this.nodes.get(id) as RemarkNode | undefined;
    const isSame = before?.data.remark === remark && before.selected === selected;
    if (before && isSame && isAt(before, position)) return before;
    const height = linesOf(remark.text || " ", "text", SIZE.remark - 20, 12) * SIZE.line + 18;
    return {
      id, type: "remark", position, selected, width: SIZE.remark, height, measured: { width: SIZE.remark, height },
      handles: [], connectable: false, zIndex: -1, data: { remark, index },
    };
  }
}

function isAt(node: CanvasNode, { x, y }: Point): boolean {
  return node.position.x === x && node.position.y === y;
}

function handlesOf({ card }: Drawn): NodeHandle[] {
  const dot = { width: DOT, height: DOT };
  const sources = card.rows.map((row, index): NodeHandle => ({
    ...dot, id: row.port, type: "source", position: Position.Right, x: SIZE.width - DOT / 2, y: portY(card, index) - DOT / 2,
  }));
  const target: NodeHandle = { ...dot, type: "target", position: Position.Left, x: -1, y: headHeight(card) / 2 + 1 - DOT / 2 };
  return [target, ...sources];
}
