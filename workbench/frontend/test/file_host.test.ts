// A file as the holder of the truth: edits, undo, others' changes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FileHost } from "../src/lab/file_host.ts";
import type { File, Made, Server } from "../src/lab/flow_file.ts";
import type { Catalogue } from "../src/types.ts";

const catalogue: Catalogue = JSON.parse(readFileSync(new URL("../src/lab/catalogue.json", import.meta.url), "utf8"));
const TEXT = `{
  "format": 1,
  "nodes": {
    "hello": {
      "kind": "say",
      "params": {
        "text": {
          "en": "Hello"
        }
      }
    }
  }
}
`;

const noServer: Server = {
  around: () => Promise.reject(new Error("no server")),
  check: () => Promise.reject(new Error("no server")),
  keep: () => Promise.reject(new Error("no server")),
};

function opened(text = TEXT) {
  const state = { text, listener: () => {}, made: [] as Made[] };
  const file: File = {
    path: "topics/greet.flow.json",
    read: () => state.text,
    write: (next, made) => void ((state.text = next), made && state.made.push(made)),
    made: () => state.made,
    onChange: (listener) => ((state.listener = listener), () => {}),
  };
  return { state, host: new FileHost(file, noServer, catalogue, "en") };
}

const place = ["bots", "bot", "topics", "greet", "nodes", "hello"];

test("an edit is in the text at once, and undo gives the old bytes", async () => {
  const { state, host } = opened();
  await host.ask("document.open");
  await host.ask("document.edit", { edit: { ops: [{ path: [...place, "params", "text", "en"], value: "Hi" }], label: "Change" } });
  assert.match(state.text, /"en": "Hi"/);
  await host.ask("document.undo");
  assert.equal(state.text, TEXT);
  await host.ask("document.redo");
  assert.match(state.text, /"en": "Hi"/);
  host.close();
});

test("another person's change arrives, and is not undone by mistake", async () => {
  const { state, host } = opened();
  await host.ask("document.open");
  const heard: { how: string }[] = [];
  host.hear<{ how: string }>("edited", (news) => heard.push(news));
  await host.ask("document.edit", { edit: { ops: [{ path: [...place, "title"], value: "Mine" }], label: "Title" } });
  state.text = state.text.replace("Mine", "Theirs");
  state.listener();
  assert.deepEqual(heard.map(({ how }) => how), ["edit", "outside"]);
  await assert.rejects(host.ask("document.undo"), /Somebody else/);
  assert.match(state.text, /Theirs/);
  host.close();
});

test("what is outside of the file is refused in words", async () => {
  const { state, host } = opened();
  await host.ask("document.open");
  await assert.rejects(host.ask("document.edit", { edit: { ops: [{ path: ["bots", "bot", "name"], value: "x" }] } }), /studio/);
  assert.equal(state.text, TEXT);
  host.close();
});

test("a text that is no JSON is read-only and stays", async () => {
  const { state, host } = opened("{ broken");
  const found = await host.ask<{ locked: { topics: string[][] } }>("document.open");
  assert.equal(found.locked.topics.length, 1);
  await assert.rejects(host.ask("document.edit", { edit: { ops: [{ path: [...place, "title"], value: "x" }] } }));
  assert.equal(state.text, "{ broken");
  host.close();
});

test("an empty file is an empty topic", async () => {
  for (const text of ["", "{}", "  \n"]) {
    const { state, host } = opened(text);
    const { locked } = await host.ask<{ locked: { topics: string[][] } }>("document.open");
    assert.deepEqual(locked.topics, []);
    await host.ask("document.edit", { edit: { ops: [{ path: [...place], value: { kind: "say" } }] } });
    assert.equal(state.text, `{\n  "format": 1,\n  "nodes": {\n    "hello": {\n      "kind": "say"\n    }\n  }\n}\n`);
    host.close();
  }
});

test("a newer format is not touched", async () => {
  const text = `{"format": 99, "nodes": {}, "beyond": 1}`;
  const { state, host } = opened(text);
  const { locked } = await host.ask<{ locked: { topics: string[][] } }>("document.open");
  assert.equal(locked.topics.length, 1);
  await assert.rejects(host.ask("document.edit", { edit: { ops: [{ path: [...place, "title"], value: "x" }] } }), /newer/);
  assert.equal(state.text, text);
  host.close();
});

test("an edit is confirmed by its id, and one that arrived before is not made twice", async () => {
  const { host } = opened();
  await host.ask("document.open");
  const ids: string[] = [];
  host.hear<{ id: string }>("edited", ({ id }) => ids.push(id));
  const edit = { id: "e1", ops: [{ path: [...place, "title"], value: "Mine" }] };
  assert.equal(await host.ask("document.edit", { edit }), 1);
  assert.equal(await host.ask("document.edit", { edit, again: true }), null);
  assert.deepEqual(ids, ["e1"]);
  host.close();
});

test("a text that stops being a flow leaves what is drawn, locked, until it is one again", async () => {
  const { state, host } = opened();
  await host.ask("document.open");
  const locks: number[] = [];
  host.hear<{ locked?: { topics: string[][] } }>("issues", ({ locked }) => locked && locks.push(locked.topics.length));
  const edit = { ops: [{ path: [...place, "title"], value: "Mine" }] };
  state.text = TEXT.slice(0, -9);
  state.listener();
  await new Promise((done) => setTimeout(done, 1000));
  assert.deepEqual(locks, [1]);
  await assert.rejects(host.ask("document.edit", { edit }));
  assert.equal(state.text, TEXT.slice(0, -9));
  state.text = TEXT;
  state.listener();
  await new Promise((done) => setTimeout(done, 20));
  assert.deepEqual(locks, [1, 0]);
  await host.ask("document.edit", { edit });
  assert.match(state.text, /"title": "Mine"/);
  host.close();
});
