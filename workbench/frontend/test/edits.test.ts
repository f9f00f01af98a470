// The twin of workbench/edits.py, held by the same cases.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { apply, EditError, type Op } from "../src/edits.ts";

interface Case {
  name: string;
  before: never;
  ops: Op[];
  after?: never;
  refused?: boolean;
}

const cases: Case[] = JSON.parse(readFileSync(new URL("../../../tests/workbench/edits.json", import.meta.url), "utf8"));

for (const { name, before, ops, after, refused } of cases) {
  test(name, () => {
    if (refused) {
      assert.throws(() => apply(before, ops), EditError);
      return;
    }
    const [now, inverse] = apply(before, ops);
    assert.equal(JSON.stringify(now), JSON.stringify(after));
    assert.equal(JSON.stringify(apply(now, inverse)[0]), JSON.stringify(before));
  });
}
