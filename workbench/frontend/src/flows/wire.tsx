// An edge: its thickness and label from overlays, and a plus to put a node in between.

import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, useStore } from "@xyflow/react";
import { memo, useState } from "react";
import { Glyph } from "../parts/glyph.tsx";
import { useWords, type Words } from "../words.ts";
import { useDesk } from "./desk.ts";
import { READABLE } from "./node_card.tsx";
import type { Wire } from "./scene.ts";
import { wirePath } from "./wire_path.ts";

const WORDS = {
  insert: { es: "Insertar un nodo aquí", en: "Insert a node here", pt: "Inserir um nó aqui" },
} satisfies Words<string>;

export type WireEdge = Edge<{ wire: Wire }, "wire">;

export const WireView = memo(function WireView(props: EdgeProps<WireEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, selected, data } = props;
  const [isOver, setOver] = useState(false);
  const readable = useStore((flow) => flow.transform[2] >= READABLE);
  const [path, x, y] = wirePath(sourceX, sourceY, targetX, targetY);
  const wire = data!.wire;
  const weight = Math.max(0, ...wire.marks.map((mark) => mark.weight ?? 0));
  const tone = wire.marks.find((mark) => mark.tone)?.tone;
  const labels = wire.marks.filter((mark) => mark.label);
  const classes = ["tw-wire", selected && "tw-wire--selected", tone && `tw-wire--${tone}`].filter(Boolean).join(" ");
  return (
    <g onPointerEnter={() => setOver(true)} onPointerLeave={() => setOver(false)}>
      <BaseEdge id={`tw-wire-${id}`} path={path} className={classes} style={{ strokeWidth: 1.6 + weight * 4 }} interactionWidth={18} />
      {readable && (labels.length > 0 || isOver || selected) && (
        <EdgeLabelRenderer>
          <div className="tw-wire-label nodrag nopan" style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}>
            {labels.map((mark, index) => <span key={index} className="tw-mark-count" title={mark.title}>{mark.label}</span>)}
            {(isOver || selected) && <Plus wire={wire} x={x} y={y} onOver={setOver} />}
          </div>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});

function Plus({ wire, x, y, onOver }: { wire: Wire; x: number; y: number; onOver(isOver: boolean): void }) {
  const { doing } = useDesk();
  const say = useWords(WORDS);
  return (
    <button
      className="tw-plus" tabIndex={-1} title={say("insert")} aria-label={say("insert")}
      onPointerEnter={() => onOver(true)} onPointerLeave={() => onOver(false)}
      onClick={({ clientX, clientY }) =>
        doing.set({ offer: { screen: { x: clientX, y: clientY }, at: { x: x - 60, y }, after: { node: wire.from, port: wire.port } } })
      }
    >
      <Glyph name="add" size={10} />
    </button>
  );
}
