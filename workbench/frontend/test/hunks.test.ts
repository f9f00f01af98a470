// Hunks turn one text into the other, and touch nothing that is the same.

import assert from "node:assert/strict";
import { test } from "node:test";
import { hunks } from "../src/lab/hunks.ts";

function applied(before: string, after: string): string {
  return hunks(before, after).reduce((text, { start, end, value }) => text.slice(0, start) + value + text.slice(end), before);
}

test("random texts come out as they should", () => {
  let seed = 7;
  const chance = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  const random = () => Array.from({ length: chance(12) }, () => `${"abcdef"[chance(6)]}\n`).join("") + (chance(2) ? "end" : "");
  for (let round = 0; round < 2000; round += 1) {
    const [before, after] = [random(), random()];
    assert.equal(applied(before, after), after);
  }
});

test("two places that differ are two hunks", () => {
  const before = "{\n  a: 1\n  b: 2\n  c: 3\n}\n";
  const after = "{\n  a: 9\n  b: 2\n  c: 8\n}\n";
  assert.deepEqual(hunks(before, after).map(({ value }) => value), ["  c: 8\n", "  a: 9\n"]);
});

test("equal texts have none", () => assert.deepEqual(hunks("a\nb\n", "a\nb\n"), []));
