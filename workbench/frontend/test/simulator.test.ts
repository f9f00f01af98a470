// What the simulator shows: marks of texts, times of a zone, the path over the canvas, values.

import assert from "node:assert/strict";
import { test } from "node:test";
import { marksOf, type Mark } from "../src/simulator/marks.ts";
import { fieldTime, momentOf, stretch } from "../src/simulator/moments.ts";
import { pathOf, standsAt } from "../src/simulator/path.ts";
import { inShort, typed } from "../src/simulator/values.ts";
import type { Told } from "../src/simulator/told.ts";

const plain = (marks: Mark[]): string =>
  marks.map((mark) => ("text" in mark ? (mark.kind === "code" ? `<code>${mark.text}` : mark.text) : `<${mark.kind}>${plain(mark.inside)}</>`)).join("");

test("bold, italics, code, links and addresses are marked, and nothing else", () => {
  assert.equal(plain(marksOf("**What** would *you* _like_?")), "<strong>What</> would <em>you</> <em>like</>?");
  assert.equal(plain(marksOf("2 * 3 * 4, snake_case_name, a*b*c")), "2 * 3 * 4, snake_case_name, a*b*c");
  assert.equal(plain(marksOf("see `x_y_z`")), "see <code>x_y_z");
  assert.deepEqual(marksOf("[here](https://a.example/b_(c))"), [
    { kind: "link", href: "https://a.example/b_(c)", inside: [{ kind: "text", text: "here" }] },
  ]);
  assert.equal(plain(marksOf("at https://a.example/x_y_z. Or me@a.example")), "at <link>https://a.example/x_y_z</>. Or <link>me@a.example</>");
});

test("an address that would run something stays text", () => {
  assert.deepEqual(marksOf("[x](javascript:alert`1`)"), [{ kind: "text", text: "[x](javascript:alert`1`)" }]);
  assert.deepEqual(marksOf("[x](data:text/html,y)"), [{ kind: "text", text: "[x](data:text/html,y)" }]);
});

test("a moment in a zone is the same there and back, over the change of the clock too", () => {
  for (const zone of ["UTC", "America/Guayaquil", "Europe/Madrid", "Asia/Kathmandu"]) {
    for (const field of ["2026-03-29T01:30", "2026-03-29T03:30", "2026-10-25T04:00", "2026-12-31T23:59"]) {
      assert.equal(fieldTime(momentOf(field, zone), zone), field, `${zone} ${field}`);
    }
  }
  assert.equal(momentOf("2026-03-02T05:00", "America/Guayaquil"), Date.UTC(2026, 2, 2, 10) * 1000);
  assert.ok(Number.isNaN(momentOf("", "UTC")));
});

test("stretches of time are told by their two largest units", () => {
  assert.deepEqual([0, 59, 60, 3661, 90_061].map(stretch), ["0 s", "59 s", "1 min", "1 h 1 min", "1 d 1 h"]);
});

const turns: Told[] = [
  { move: { type: "open" }, t_us: 0, at: "menu", path: [{ bot: "b", topic: "t", node: "startup", port: "next" }, { bot: "b", topic: "t", node: "menu" }] },
  { move: { type: "press", id: "menu:yes" }, t_us: 1, at: "ask", path: [{ bot: "b", topic: "t", node: "menu", port: "yes" }, { bot: "b", topic: "u", node: "ask" }] },
];

test("the last move is drawn strongly, what came before weakly, a ring where it waits", () => {
  const { nodes, edges } = pathOf(turns, "b");
  assert.equal(nodes["t"]!["startup"]!.tone, "trail");
  assert.equal(nodes["t"]!["menu"]!.tone, "live");
  assert.deepEqual(nodes["u"]!["ask"], { tone: "live", ring: true });
  assert.ok(edges["t"]!["menu:yes"]!.weight! > edges["t"]!["startup:next"]!.weight!);
  assert.deepEqual(pathOf(turns, "other").nodes, {});
  assert.deepEqual(standsAt(turns), { bot: "b", topic: "u", node: "ask" });
});

test("a variable that is set by hand keeps the ring where the conversation waits", () => {
  const assigned: Told = { move: { type: "assign", name: "x", value: 1 }, t_us: 2, at: "ask" };
  assert.equal(pathOf([...turns, assigned], "b").nodes["u"]!["ask"]!.ring, true);
  assert.equal(standsAt([...turns, assigned])!.node, "ask");
});

test("what is typed is a value of the variable's type, or none", () => {
  assert.equal(typed("7", "number"), 7);
  assert.equal(typed("seven", "number"), undefined);
  assert.equal(typed("7", "text"), "7");
  assert.equal(typed("plain words", "any"), "plain words");
  assert.deepEqual(typed('{"a": 1}', "object"), { a: 1 });
  assert.equal(typed("[1]", "object"), undefined);
  assert.equal(inShort("x".repeat(200)).length, 91);
});
