// Edges drawn and pulled off by the pointer.

import type { Connection, FinalConnectionState, HandleType } from "@xyflow/react";
import { useCallback, useRef } from "react";
import { connect, disconnect, reconnect } from "../graph/connect.ts";
import type { Point } from "../graph/move.ts";
import { type Desk, useDesk } from "./desk.ts";
import type { WireEdge } from "./wire.tsx";

/** What React Flow is to call while edges are drawn. */
export function useConnecting() {
  const desk = useDesk();
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
  const onReconnectStart = useCallback(() => void (isPulled.current = true), []);
  return { onConnect, onConnectEnd, onReconnect, onReconnectStart, onReconnectEnd };
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
