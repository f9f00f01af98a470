// What the canvas shows: cards, their ports and sizes, the scene, what is found, repairs, keys.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cardOf, portY } from "../src/flows/card.ts";
import { find } from "../src/flows/find_index.ts";
import { kindsFor } from "../src/flows/kinds.ts";
import { keysOf } from "../src/flows/keys.ts";
import { layered, placesOf } from "../src/flows/layout.ts";
import { linesOf, SIZE } from "../src/flows/measure.ts";
import { neighbour } from "../src/flows/neighbour.ts";
import { Scenery } from "../src/flows/scene.ts";
import { repairsOf } from "../src/graph/repair.ts";
import { stepsOf } from "../src/graph/setting_path.ts";
import type { View } from "../src/project.ts";
import type { FlowNode, Issue, Tree } from "../src/types.ts";
import { after, CATALOGUE, drawn, HERE, nodes } from "./drawn.ts";

const setting = { catalogue: CATALOGUE, language: "es", words: "es", away: () => undefined };
const card = (id: string, node: FlowNode, ports?: string[], language = "es") => cardOf(id, node, ports, { ...setting, language });

test("ports are called by the item that names them, else by their usual word", () => {
  const { menu } = nodes(drawn(), HERE);
  assert.deepEqual(card("menu", menu!, ["pizza", "drink", "other", "odd_one"]).rows.map(({ label }) => label), ["Una pizza", "Una bebida", "otra respuesta", "odd one"]);
  assert.deepEqual(card("menu", menu!, ["pizza"], "en").rows[0]!.path, ["options", 0, "label", "en"]);
  const branch: FlowNode = { kind: "branch", params: { cases: [{ id: "adult", condition: "age > 17" }] } };
  const [row] = card("b", branch, ["adult", "else"]).rows;
  assert.deepEqual([row!.label, row!.detail, row!.path], ["adult", "age > 17", undefined]);
});

test("a card says the text in the shown language, and where it is missing", () => {
  const { menu, bye, sizes, order } = nodes(drawn(), HERE);
  assert.deepEqual([card("m", menu!, []).body, card("m", menu!, []).bodyPath], ["¿Qué va a ser, ${person}?", ["text", "es"]]);
  const english = card("b", bye!, ["next"], "en");
  assert.deepEqual([english.body, english.foreign, english.bodyPath], ["Gracias", true, ["text", "en"]]);
  assert.equal(card("s", sizes!, ["next"]).body, 'size = rows("sizes")[0].name');
  assert.equal(card("o", order!, ["next"]).body, "“quiero pedir”, “un pedido”… +1");
  assert.ok(card("o", order!, ["next"]).entry);
});

test("a text that is not written yet is written on the card", () => {
  const asked: FlowNode = { kind: "choices", params: { text: {}, options: [{ id: "a" }] } };
  assert.deepEqual(card("c", asked, ["a"]).bodyPath, ["text", "es"]);
  assert.deepEqual(card("s", { kind: "say" }, ["next"]).bodyPath, ["text", "es"]);
  assert.equal(card("h", { kind: "http", params: { url: "" } }, ["next"]).bodyPath, undefined);
});

test("a kind that is called so comes before others of a section of that name", () => {
  assert.equal(kindsFor(CATALOGUE, "en", "say")[0]!.name, "say");
  assert.equal(kindsFor(CATALOGUE, "es", "prEg")[0]!.name, "ask");
  assert.equal(kindsFor(CATALOGUE, "en", "").length, Object.keys(CATALOGUE.kinds).length);
  assert.deepEqual(kindsFor(CATALOGUE, "en", "no such"), []);
});

test("what lists nodes is no jump, what names one is", () => {
  const away = (node: string) => ({ node, topic: "", title: node });
  const ask: FlowNode = { kind: "ask", params: { question: {}, variable: "x", interrupted_by: ["order"] } };
  assert.equal(cardOf("a", ask, ["next"], { ...setting, away }).target, undefined);
  assert.equal(cardOf("g", { kind: "goto", params: { target: "menu" } }, [], { ...setting, away }).target!.node, "menu");
});

test("a card's height is the sum of what is in it, and its ports lie inside", () => {
  for (const [id, node] of Object.entries(nodes(drawn(), HERE))) {
    const one = card(id, node, id === "menu" ? ["pizza", "drink"] : ["next"]);
    one.rows.forEach((_, index) => assert.ok(portY(one, index) > 0 && portY(one, index) < one.height));
  }
  assert.equal(card("x", { kind: "nobody_knows" }, ["next"]).title, "nobody_knows");
  const long = card("x", { kind: "say", params: { text: { es: "مرحبا 👋 ".repeat(900) } } }, ["next"]);
  assert.ok(long.height < 130);
});

test("lines are counted as words wrap", () => {
  assert.equal(linesOf("a", "text", 100, 3), 1);
  assert.equal(linesOf("uno dos tres cuatro cinco", "text", 62, 9), 4);
  assert.equal(linesOf("a\nb\nc\nd", "text", 100, 3), 3);
  assert.equal(linesOf("x".repeat(100), "text", 100, 9), 7);
});

const view = (tree: Tree, more: Partial<View> = {}) => ({ tree, ports: {}, issues: [], catalogue: CATALOGUE, language: "es", ...more }) as unknown as View;

test("a scene keeps the objects of what did not change", () => {
  const scenery = new Scenery();
  const tree = drawn();
  const before = scenery.of(view(tree), HERE, "es", []);
  const path = ["bots", "shop", "topics", "orders", "nodes", "bye", "params", "text", "es"];
  const now = scenery.of(view(after(tree, [{ path, value: "Adiós" }])), HERE, "es", []);
  assert.equal(now.cards.get("menu"), before.cards.get("menu"));
  assert.notEqual(now.cards.get("bye"), before.cards.get("bye"));
  assert.equal(now.places.get("bye"), before.places.get("bye"));
  assert.ok(now.wires.every((wire) => before.wires.includes(wire)));
  const marked = scenery.of(view(tree), HERE, "es", [{ name: "x", nodes: { orders: { bye: { tone: "ok" } } }, edges: { orders: { "menu:pizza": { label: "12" } } } }]);
  assert.equal(marked.cards.get("bye")!.marks[0]!.tone, "ok");
  assert.equal(marked.wires.find(({ id }) => id === "menu:pizza")!.marks[0]!.label, "12");
});

test("edges to other topics are chips of their ports, and edges to nothing are lost", () => {
  const tree = after(drawn(), [{ path: ["bots", "shop", "topics", "help", "nodes", "help", "edges", "next"], value: "nobody" }]);
  const scene = new Scenery().of(view(tree), { bot: "shop", topic: "help" }, "es", []);
  const failed = scene.cards.get("ask")!.card.rows.find(({ port }) => port === "failed")!;
  assert.deepEqual(failed.away, { node: "bye", topic: "orders", title: "Pedidos › bye" });
  assert.ok(scene.cards.get("help")!.card.rows[0]!.isLost);
  assert.ok(scene.wires.every(({ from, port }) => `${from}:${port}` !== "ask:failed"));
});

test("what has no place is laid out below what has one", () => {
  const { places } = new Scenery().of(view(after(drawn(), [{ path: ["bots", "shop", "topics", "orders", "layout", "bye"] }])), HERE, "es", []);
  assert.ok(places.get("bye")!.y > 60);
  const boxes = new Map(["a", "b", "c"].map((id) => [id, { width: 172, height: 60 }]));
  const laid = layered(boxes, [["a", "b"], ["b", "c"], ["c", "a"], ["a", "gone"]]);
  assert.ok(laid.get("a")!.x < laid.get("b")!.x && laid.get("b")!.x < laid.get("c")!.x);
  // What begins stands at the left, though something leads there; nothing lies on anything.
  const ids = ["menu", "one", "two", "help", "alone"];
  const ways: [string, string][] = [["menu", "one"], ["menu", "two"], ["one", "help"], ["two", "help"]];
  const flows = layered(new Map(ids.map((id) => [id, { width: 172, height: 60 }])), ways, (id) => id === "help");
  assert.deepEqual(ids.map((id) => flows.get(id)!.x), [0, 248, 248, 0, 0]);
  assert.equal(flows.get("menu")!.y, flows.get("one")!.y);
  for (const [one, a] of flows) for (const [other, b] of flows) assert.ok(one === other || a.x !== b.x || Math.abs(a.y - b.y) >= 60);
  assert.equal(placesOf(undefined, new Map(), new Map()).size, 0);
});

test("arrows go along edges, else to the nearest that way", () => {
  const scene = new Scenery().of(view(drawn()), HERE, "es", []);
  assert.equal(neighbour(scene, "menu", { x: 1, y: 0 }), "sizes");
  assert.equal(neighbour(scene, "menu", { x: -1, y: 0 }), "order");
  assert.equal(neighbour(scene, "order", { x: -1, y: 0 }), undefined);
});

test("ids, titles, texts, variables and triggers are found without case and accents", () => {
  const bot = drawn().bots["shop"]!;
  const where = (words: string) => find(bot, CATALOGUE, words).map((found) => `${found.node || found.topic} ${found.where} ${found.path}`);
  assert.deepEqual(where("QUE va"), ["menu text text.es"]);
  assert.deepEqual(where("comprar"), ["order trigger phrases.es[2]"]);
  assert.deepEqual(where("pedidos"), ["orders topic "]);
  assert.deepEqual(where("person"), ["menu text text.es", "ask variable variable"]);
  assert.deepEqual(where("   "), []);
  assert.deepEqual(where("to_menu"), ["to_menu id "]);
});

test("paths of settings are read as issues write them", () => {
  assert.deepEqual(stepsOf("options[2].label.en"), ["options", 2, "label", "en"]);
  assert.deepEqual(stepsOf("results['a.b']"), ["results", "a.b"]);
  assert.deepEqual(stepsOf("variables['it\\'s']"), ["variables", "it's"]);
});

const issue = (code: string, node: string, path: string, names: Pick<Issue, "wrong" | "near"> = {}): Issue =>
  ({ code, severity: "error", message: "", remedy: "", location: { bot: "shop", topic: "orders", node, path }, ...names });

test("issues have the repairs that can be computed", () => {
  const tree = after(drawn(), [{ path: ["bots", "shop", "topics", "orders", "nodes", "bye", "edges", "next"], value: "menuu" }]);
  const mended = (found: Issue, at = 0) => after(tree, repairsOf(found, tree, CATALOGUE)[at]!.make!());
  const lost = issue("edge-to-nothing", "bye", "edges.next", { wrong: "menuu", near: ["menu"] });
  assert.deepEqual(repairsOf(lost, tree, CATALOGUE).map(({ word }) => word), ["leadTo", "removeEdge"]);
  assert.equal(nodes(mended(lost), HERE)["bye"]!.edges!["next"], "menu");
  assert.deepEqual(nodes(mended(lost, 1), HERE)["bye"]!.edges, {});
  const typo = issue("unknown-name", "menu", "text.es", { wrong: "person", near: ["persons"] });
  assert.deepEqual(nodes(mended(typo), HERE)["menu"]!.params!["text"], { es: "¿Qué va a ser, ${persons}?", en: "What will it be?" });
  const missing = issue("unknown-name", "menu", "text.es", { wrong: "day" });
  assert.deepEqual((mended(missing).bots["shop"]!["variables"] as Record<string, object>)["day"], { type: "any" });
  const open = issue("open-port", "menu", "edges.other");
  assert.deepEqual(repairsOf(open, tree, CATALOGUE)[0]!.join, { node: "menu", port: "other" });
  const alone = issue("unreachable-node", "bye", "");
  assert.ok(!nodes(mended(alone), HERE)["bye"]);
  assert.deepEqual(repairsOf(issue("text-too-long", "menu", "text.es"), tree, CATALOGUE), []);
});

test("keys are named the same on every keyboard", () => {
  const key = (name: string, more: object = {}) => keysOf({ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
  assert.equal(key("z", { ctrlKey: true }), "Mod+Z");
  assert.equal(key("Z", { metaKey: true, shiftKey: true }), "Mod+Shift+Z");
  assert.equal(key("?", { shiftKey: true }), "?");
  assert.equal(key("Delete", { shiftKey: true }), "Shift+Delete");
  assert.equal(SIZE.width, 172);
});
