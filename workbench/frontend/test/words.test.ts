// Words with holes: values, and the word for one or for several.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fill } from "../src/words.ts";

test("holes take values, and stay where there is none", () => {
  assert.equal(fill("{a} of {b}", { a: 1, b: "two" }), "1 of two");
  assert.equal(fill("{a} of {b}", { a: 0 }), "0 of {b}");
});

test("a word is that for one or that for several", () => {
  const text = "{rows} {rows|fila queda|filas quedan} fuera";
  assert.deepEqual([0, 1, 2, "1,000"].map((rows) => fill(text, { rows })), [
    "0 filas quedan fuera", "1 fila queda fuera", "2 filas quedan fuera", "1,000 filas quedan fuera",
  ]);
});
