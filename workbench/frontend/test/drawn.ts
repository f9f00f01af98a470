// A small bot to draw on, and what tests ask of it.

import { readFileSync } from "node:fs";
import { apply, type Op } from "../src/edits.ts";
import type { Bot, Catalogue, FlowNode, Json, Topic, Tree } from "../src/types.ts";

export const CATALOGUE: Catalogue = JSON.parse(readFileSync(new URL("../src/lab/catalogue.json", import.meta.url), "utf8"));
export const HERE = { bot: "shop", topic: "orders" };
export const THERE = { bot: "shop", topic: "help" };

const say = (text: string, next?: string): FlowNode => ({
  kind: "say", params: { text: { es: text } }, ...(next ? { edges: { next } } : {}),
});

/** Orders: a menu whose buttons lead on; help jumps and leads into it. */
export function drawn(): Tree {
  const orders: Topic = {
    format: 1, title: { es: "Pedidos" },
    nodes: {
      order: { kind: "intent", title: "Pedir", params: { phrases: { es: ["quiero pedir", "un pedido", "comprar algo"] } }, edges: { next: "menu" } },
      menu: {
        kind: "choices", title: "¿Qué?", edges: { pizza: "sizes", drink: "bye" },
        params: {
          text: { es: "¿Qué va a ser, ${person}?", en: "What will it be?" },
          options: [{ id: "pizza", label: { es: "Una pizza", en: "A pizza" } }, { id: "drink", label: { es: "Una bebida" } }],
        },
      },
      sizes: { kind: "set", params: { variables: { size: "rows(\"sizes\")[0].name" } }, edges: { next: "bye" } },
      bye: say("Gracias"),
    },
    layout: { order: [0, 0], menu: [240, 0], sizes: [480, 0], bye: [720, 0] },
    comments: [{ text: "Revisar", x: 10, y: 300 }],
  };
  const help: Topic = {
    format: 1, title: { es: "Ayuda" },
    nodes: {
      help: { kind: "intent", params: { phrases: { es: ["ayuda"] } }, edges: { next: "ask" } },
      ask: { kind: "ask", params: { question: { es: "¿Cuál?" }, variable: "person", interrupted_by: ["help", "order"] }, edges: { next: "to_menu", failed: "bye" } },
      to_menu: { kind: "goto", params: { target: "menu" } },
    },
    layout: { help: [0, 0], ask: [240, 0], to_menu: [480, 0] },
  };
  const bot = (id: string, topics: Record<string, Topic>, more: object): Bot =>
    ({ id, name: id, languages: ["es", "en"], topics, entities: {}, actions: {}, tests: {}, nlu: "", ...more }) as Bot;
  return {
    bots: {
      shop: bot("shop", { orders, help }, {
        variables: { person: { type: "text", personal: true }, size: { type: "text" }, unused: {} },
        entities: { sizes: { columns: ["name"], rows: [["big"]] } },
      }),
      other: bot("other", { start: { format: 1 } }, { variables: {} }),
    },
    tests: {},
  } as Tree;
}

export function after(tree: Tree, ops: Op[]): Tree {
  return apply(tree as unknown as Json, ops)[0] as unknown as Tree;
}

/** Whether the ops and their inverse leave a tree as it was, byte by byte. */
export function isUndone(tree: Tree, ops: Op[]): boolean {
  const [made, inverse] = apply(tree as unknown as Json, ops);
  return JSON.stringify(apply(made, inverse)[0]) === JSON.stringify(tree);
}

export function nodes(tree: Tree, { bot, topic }: { bot: string; topic: string }): Record<string, FlowNode> {
  return tree.bots[bot]!.topics[topic]!.nodes ?? {};
}
