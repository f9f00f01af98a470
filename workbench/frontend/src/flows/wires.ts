// Edges as React Flow has them, each the same object as before where nothing of it changed; and
// which of them are selected.

import type { EdgeChange } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useDesk } from "./desk.ts";
import type { Wire } from "./scene.ts";
import type { WireEdge } from "./wire.tsx";

const NO_WIRES: ReadonlySet<string> = new Set();

export function useSelectedWires(wires: readonly Wire[]) {
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
