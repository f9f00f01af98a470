// Where a person is, in the address of the window: `#/flows/clinic/appointments/ask_day`, and what
// the page shows there: `#/dashboards/clinic?period=last_7`. A link shows somebody else the same,
// and back and forward go where one was.

import { useEffect } from "react";
import type { Seen, Stage } from "../stage.ts";

type Address = Pick<Seen, "page" | "bot" | "topic" | "nodes"> & { query?: string };

/** The address of a place, without what is empty at its end. */
export function addressOf({ page, bot, topic, nodes, query = "" }: Address): string {
  const parts = [page, bot, topic, nodes.length === 1 ? nodes[0]! : ""];
  while (parts.at(-1) === "") parts.pop();
  return `#/${parts.map(encodeURIComponent).join("/")}${query && `?${query}`}`;
}

/** The place of an address; nothing of it where the address names none. */
export function placeOf(address: string): Partial<Seen> {
  if (!address.startsWith("#/")) return {};
  const [path, query] = split(address.slice(2), "?");
  const [page, bot, topic, node] = path.split("/").map(decoded);
  const place: Partial<Seen> = { nodes: node ? [node] : [], path: "", query };
  if (page) place.page = page;
  if (bot) place.bot = bot;
  if (topic) place.topic = topic;
  return place;
}

/** Keeps the stage and the window's address the same. */
export function useAddress(stage: Stage): void {
  useEffect(() => {
    history.replaceState(history.state, "", addressOf(stage.current));
    const write = () => {
      const address = addressOf(stage.current);
      if (address === location.hash) return;
      // A chosen node is no step of its own on the way back, nor is what an address left open.
      const before = placeOf(location.hash);
      const { page, bot, topic } = stage.current;
      const far = before.page !== page || (before.bot ?? bot) !== bot || (before.topic ?? topic) !== topic;
      history[far ? "pushState" : "replaceState"](null, "", address);
    };
    const read = () => {
      if (addressOf(stage.current) !== location.hash) stage.set(placeOf(location.hash));
    };
    const end = stage.subscribe(write);
    addEventListener("popstate", read);
    addEventListener("hashchange", read);
    return () => {
      end();
      removeEventListener("popstate", read);
      removeEventListener("hashchange", read);
    };
  }, [stage]);
}

/** What is before and after the first of a mark. */
function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of another project of the workspace: its window begins anew, on its document. */
export function projectAddress(folder: string, place: Partial<Seen> = {}): string {
  const { page = "flows", bot = "", topic = "", nodes = [] } = place;
  return `?project=${encodeURIComponent(folder)}${addressOf({ page, bot, topic, nodes })}`;
}
