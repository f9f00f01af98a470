// The edits of the graph: each is a list of ops, and undone exactly.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clip, parseClipping, paste } from "../src/graph/clipping.ts";
import { connect, disconnect, reconnect } from "../src/graph/connect.ts";
import { folding } from "../src/graph/fold.ts";
import { freeId, idOf, isId } from "../src/graph/ids.ts";
import { insertNode } from "../src/graph/insert.ts";
import { moveNodes } from "../src/graph/move.ts";
import { homes } from "../src/graph/places.ts";
import { addRemark, moveRemark, removeRemarks, writeRemark } from "../src/graph/remarks.ts";
import { arrivals, dissolveNodes, removeNodes } from "../src/graph/remove.ts";
import { renameNode } from "../src/graph/rename.ts";
import { addTopic, copyTopic, moveToTopic, removeTopic, titleTopic } from "../src/graph/topics.ts";
import type { Op } from "../src/edits.ts";
import type { Tree } from "../src/types.ts";
import { after, CATALOGUE, drawn, HERE, isUndone, nodes, THERE } from "./drawn.ts";

const places = (tree: Tree) => new Map(Object.entries(tree.bots["shop"]!.topics["orders"]!.layout!).map(([id, [x, y]]) => [id, { x, y }]));

test("ids read well and are free", () => {
  assert.equal(idOf("¿Qué día te viene bien?"), "que_dia_te_viene_bien");
  assert.equal(idOf("  42 cosas"), "cosas");
  assert.equal(idOf("你好"), "node");
  assert.ok(idOf("x".repeat(200)).length <= 40);
  const taken = new Set(["say", "say_2"]);
  assert.equal(freeId("say", (id) => taken.has(id)), "say_3");
  assert.equal(freeId("say_2", (id) => taken.has(id)), "say_3");
  assert.ok(isId("ask_size") && !isId("ask size") && !isId("") && !isId("á"));
});

test("edges are drawn, moved and taken away", () => {
  const tree = drawn();
  assert.equal(nodes(after(tree, connect(tree, HERE, { node: "bye", port: "next" }, "menu")), HERE)["bye"]!.edges!["next"], "menu");
  assert.deepEqual(connect(tree, HERE, { node: "menu", port: "pizza" }, "sizes"), []);
  assert.deepEqual(disconnect(tree, HERE, [{ node: "bye", port: "next" }]), []);
  const moved = reconnect(tree, HERE, { node: "menu", port: "pizza" }, { node: "menu", port: "drink" }, "sizes");
  assert.deepEqual(nodes(after(tree, moved), HERE)["menu"]!.edges, { drink: "sizes" });
});

test("a new node has what its kind requires, and stands between what it is put into", () => {
  const tree = drawn();
  for (const kind of Object.keys(CATALOGUE.kinds)) {
    const { id, ops } = insertNode(tree, HERE, CATALOGUE, { kind, at: { x: 1.4, y: 2 }, after: { node: "order", port: "next" } }, "es");
    const made = nodes(after(tree, ops), HERE);
    assert.equal(made["order"]!.edges!["next"], id, kind);
    const [port] = CATALOGUE.kinds[kind]!.starter.ports;
    assert.equal(port === undefined ? undefined : made[id]!.edges![port], port === undefined ? undefined : "menu", kind);
    assert.ok(isUndone(tree, ops), kind);
  }
  const { ops } = insertNode(tree, HERE, CATALOGUE, { kind: "choices", at: { x: 0, y: 0 } }, "pt");
  const options = nodes(after(tree, ops), HERE)["choices"]!.params!["options"] as { label: object }[];
  assert.deepEqual(options.map(({ label }) => Object.keys(label)), [["pt"], ["pt"]]);
  // Nothing else is said of a button: one that says words leads nowhere.
  assert.deepEqual(options.map((option) => Object.keys(option)), [["id", "label"], ["id", "label"]]);
});

test("what goes takes the edges that led to it and its mentions along", () => {
  const tree = drawn();
  const ops = removeNodes(tree, HERE, ["order", "bye"], CATALOGUE);
  const left = after(tree, ops);
  assert.deepEqual(Object.keys(nodes(left, HERE)), ["menu", "sizes"]);
  assert.deepEqual(nodes(left, HERE)["menu"]!.edges, { pizza: "sizes" });
  assert.deepEqual(nodes(left, THERE)["ask"]!.edges, { next: "to_menu" });
  assert.deepEqual(nodes(left, THERE)["ask"]!.params!["interrupted_by"], ["help"]);
  assert.deepEqual(Object.keys(left.bots["shop"]!.topics["orders"]!.layout!), ["menu", "sizes"]);
  assert.ok(isUndone(tree, ops));
});

test("a node that is dissolved leaves its way behind", () => {
  const tree = drawn();
  const left = after(tree, dissolveNodes(tree, HERE, ["sizes"], CATALOGUE));
  assert.equal(nodes(left, HERE)["menu"]!.edges!["pizza"], "bye");
  // A menu has two ways on: nobody can say which.
  assert.equal(nodes(after(tree, dissolveNodes(tree, HERE, ["menu"], CATALOGUE)), HERE)["order"]!.edges!["next"], undefined);
});

test("who leads to a node from elsewhere is known before it goes", () => {
  const tree = drawn();
  assert.deepEqual(arrivals(tree, "shop", new Set(["menu"]), CATALOGUE), [
    { topic: "orders", node: "order", port: "next" }, { topic: "help", node: "to_menu" },
  ]);
});

test("a new id is followed by edges, jumps, mentions and the layout", () => {
  const tree = drawn();
  const ops = renameNode(tree, HERE, "menu", "what", CATALOGUE);
  const made = after(tree, ops);
  assert.deepEqual(Object.keys(nodes(made, HERE)), ["order", "what", "sizes", "bye"]);
  assert.equal(nodes(made, HERE)["order"]!.edges!["next"], "what");
  assert.deepEqual(nodes(made, THERE)["to_menu"]!.params, { target: "what" });
  assert.deepEqual(made.bots["shop"]!.topics["orders"]!.layout!["what"], [240, 0]);
  const mentioned = after(tree, renameNode(tree, HERE, "order", "buy", CATALOGUE));
  assert.deepEqual(nodes(mentioned, THERE)["ask"]!.params!["interrupted_by"], ["help", "buy"]);
  assert.deepEqual(renameNode(tree, HERE, "menu", "help", CATALOGUE), []);
  assert.ok(isUndone(tree, ops));
});

test("a node that leads to itself keeps doing so under its new id", () => {
  const tree = after(drawn(), connect(drawn(), HERE, { node: "bye", port: "next" }, "bye"));
  assert.equal(nodes(after(tree, renameNode(tree, HERE, "bye", "end", CATALOGUE)), HERE)["end"]!.edges!["next"], "end");
});

test("a former id is kept for history, and funnels take the new one", () => {
  const bare = drawn();
  const steps = [{ step: "intent", intent: "order" }, { step: "node", node: "menu" }, { step: "event", name: "menu" }];
  const funnel = { steps, exclusions: [{ what: { step: "port", node: "menu", port: "drink" } }] };
  const tree = after(bare, [{ path: ["bots", "shop", "funnels"], value: { orders: funnel } }]);
  const ops = renameNode(tree, HERE, "menu", "what", CATALOGUE);
  const { former_nodes, funnels } = after(tree, ops).bots["shop"]!;
  assert.deepEqual(former_nodes, { menu: "what" });
  assert.deepEqual(funnels, {
    orders: { steps: [steps[0], { step: "node", node: "what" }, steps[2]], exclusions: [{ what: { step: "port", node: "what", port: "drink" } }] },
  });
  assert.ok(isUndone(tree, ops));
  const made = after(tree, ops);
  assert.deepEqual(after(made, renameNode(made, HERE, "what", "menu", CATALOGUE)).bots["shop"]!.former_nodes, { what: "menu" });
});

test("what is copied comes with what it needs, and with ids of its own", () => {
  const tree = drawn();
  const text = JSON.stringify(clip(tree, HERE, ["menu", "sizes"], [0], places(tree), CATALOGUE));
  const clipping = parseClipping(text)!;
  assert.deepEqual(Object.keys(clipping.belongings), ["variables", "entities"]);
  assert.deepEqual(Object.keys(clipping.belongings["variables"]!), ["person", "size"]);
  const beside = paste(tree, HERE, clipping, { x: 1000, y: 50 }, CATALOGUE);
  assert.deepEqual(beside.ids, ["menu_2", "sizes_2"]);
  const made = after(tree, beside.ops);
  assert.deepEqual(nodes(made, HERE)["menu_2"]!.edges, { pizza: "sizes_2" });
  assert.equal(nodes(made, HERE)["sizes_2"]!.edges, undefined);
  assert.equal(made.bots["shop"]!.topics["orders"]!.comments!.length, 2);
  const away = paste(tree, { bot: "other", topic: "start" }, clipping, { x: 0, y: 0 }, CATALOGUE);
  const other = after(tree, away.ops).bots["other"]!;
  assert.deepEqual(Object.keys(other.topics["start"]!.nodes!), ["menu", "sizes"]);
  assert.deepEqual(other["variables"], { person: { type: "text", personal: true }, size: { type: "text" } });
  assert.deepEqual(other.entities["sizes"], { columns: ["name"], rows: [["big"]] });
  assert.ok(isUndone(tree, beside.ops) && isUndone(tree, away.ops));
});

test("jumps inside a clipping go to the copies", () => {
  const tree = drawn();
  const all = { ...nodes(tree, THERE) };
  const moved = after(tree, moveToTopic(tree, THERE, Object.keys(all), "orders"));
  const clipping = clip(moved, HERE, ["menu", "to_menu"], [], new Map(), CATALOGUE);
  const { ops } = paste(moved, HERE, clipping, { x: 0, y: 0 }, CATALOGUE);
  assert.deepEqual(nodes(after(moved, ops), HERE)["to_menu_2"]!.params, { target: "menu_2" });
});

test("a text that holds no nodes is nothing to paste", () => {
  for (const text of ["", "hola", "{}", "[]", "null", "12", '{"tertulia": 1}', '{"tertulia": 1, "nodes": {"a": 3}}', '{"tertulia": 2, "nodes": {}}']) {
    assert.equal(parseClipping(text), undefined, text);
  }
});

test("topics are made, titled, copied, taken away", () => {
  const tree = drawn();
  const added = addTopic(tree, "shop", "Devoluciones y cambios", "es");
  assert.equal(added.id, "devoluciones_y_cambios");
  assert.equal(addTopic(tree, "shop", "ORDERS", "es").id, "orders_2");
  const titled = after(tree, titleTopic(tree, HERE, "Orders", "en"));
  assert.deepEqual(titled.bots["shop"]!.topics["orders"]!.title, { es: "Pedidos", en: "Orders" });
  const copied = copyTopic(tree, HERE, { es: "Otra" }, CATALOGUE);
  const made = after(tree, copied.ops).bots["shop"]!;
  const copy = made.topics[copied.id]!;
  assert.deepEqual(Object.keys(copy.nodes!), ["order_2", "menu_2", "sizes_2", "bye_2"]);
  assert.equal(copy.nodes!["order_2"]!.edges!["next"], "menu_2");
  assert.deepEqual(copy.layout!["menu_2"], [240, 0]);
  assert.deepEqual(copy.comments, [{ text: "Revisar", x: 10, y: 300 }]);
  assert.equal(homes(made).size, 11);
  const removed = removeTopic(tree, HERE, CATALOGUE);
  const left = after(tree, removed);
  assert.deepEqual(Object.keys(left.bots["shop"]!.topics), ["help"]);
  assert.deepEqual(nodes(left, THERE)["ask"]!.edges, { next: "to_menu" });
  for (const ops of [added.ops, copied.ops, removed]) assert.ok(isUndone(tree, ops));
});

test("nodes that move to another topic keep all their ways", () => {
  const tree = drawn();
  const ops = moveToTopic(tree, HERE, ["sizes", "bye"], "help");
  const made = after(tree, ops);
  assert.deepEqual(Object.keys(nodes(made, HERE)), ["order", "menu"]);
  assert.equal(nodes(made, HERE)["menu"]!.edges!["pizza"], "sizes");
  assert.equal(made.bots["shop"]!.topics["help"]!.layout!["sizes"]![1], 160);
  assert.ok(isUndone(tree, ops));
});

test("comments are added, written, moved, taken away", () => {
  const tree = drawn();
  const two = after(tree, addRemark(tree, HERE, "Otro", { x: 1.6, y: 2 }));
  assert.deepEqual(two.bots["shop"]!.topics["orders"]!.comments![1], { text: "Otro", x: 2, y: 2 });
  const ops = [...writeRemark(two, HERE, 1, "Más"), ...moveRemark(two, HERE, 0, { x: 5, y: 6 })];
  assert.deepEqual(after(two, ops).bots["shop"]!.topics["orders"]!.comments, [{ text: "Revisar", x: 5, y: 6 }, { text: "Más", x: 2, y: 2 }]);
  const none = removeRemarks(two, HERE, [0, 1, 7]);
  assert.deepEqual(after(two, none).bots["shop"]!.topics["orders"]!.comments, []);
  assert.ok(isUndone(two, none));
  const first = addRemark(tree, THERE, "Primero", { x: 0, y: 0 });
  assert.ok(isUndone(tree, first));
});

test("what only follows a folded node is hidden, and counted", () => {
  const all = nodes(drawn(), HERE);
  const { hidden, counts } = folding(all, ["menu"]);
  assert.deepEqual([...hidden].sort(), ["bye", "sizes"]);
  assert.equal(counts.get("menu"), 2);
  // What another beginning leads to as well stays in sight.
  const { hidden: less } = folding({ ...all, late: { kind: "intent", edges: { next: "bye" } } }, ["menu"]);
  assert.deepEqual([...less], ["sizes"]);
  assert.equal(folding(all, []).hidden.size, 0);
  // A loop through the folded node hides nothing that comes before it.
  const looped = { ...all, bye: { kind: "say", edges: { next: "order" } } };
  assert.ok(!folding(looped, ["menu"]).hidden.has("menu"));
});

test("any sequence of edits is undone exactly and leaves no edge to nowhere", () => {
  let seed = 3;
  const chance = (most: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % most;
  const pick = <T>(items: readonly T[]): T => items[chance(items.length)]!;
  for (let round = 0; round < 200; round += 1) {
    let tree = drawn();
    for (let step = 0; step < 12; step += 1) {
      const canvas = pick([HERE, THERE]);
      const ids = Object.keys(nodes(tree, canvas));
      const some = ids.filter(() => chance(3) === 0);
      const clipping = clip(tree, canvas, some, [], new Map(), CATALOGUE);
      const acts: (() => Op[])[] = [
        () => insertNode(tree, canvas, CATALOGUE, { kind: pick(Object.keys(CATALOGUE.kinds)), at: { x: chance(900), y: chance(900) } }, "es").ops,
        () => removeNodes(tree, canvas, some, CATALOGUE),
        () => dissolveNodes(tree, canvas, some, CATALOGUE),
        () => paste(tree, pick([HERE, THERE]), clipping, { x: 0, y: 0 }, CATALOGUE).ops,
        () => moveToTopic(tree, canvas, some, canvas === HERE ? "help" : "orders"),
        () => moveNodes(tree, canvas, new Map(some.map((id) => [id, { x: chance(900), y: chance(900) }]))),
        () => (ids.length ? renameNode(tree, canvas, pick(ids), `id_${chance(999)}`, CATALOGUE) : []),
        () => (ids.length ? connect(tree, canvas, { node: pick(ids), port: "next" }, pick(ids)) : []),
      ];
      const ops = pick(acts)();
      assert.ok(isUndone(tree, ops), JSON.stringify(ops));
      tree = after(tree, ops);
    }
    const known = homes(tree.bots["shop"]!);
    for (const canvas of [HERE, THERE]) {
      for (const [id, { edges = {} }] of Object.entries(nodes(tree, canvas))) {
        for (const to of Object.values(edges)) assert.ok(known.has(to), `${id} leads to ${to}`);
      }
    }
  }
});
