// A file as the holder of the truth: edits, undo, others' changes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FileHost, type File, type Server } from "../src/lab/file_host.ts";
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
};

function opened(text = TEXT) {
  const state = { text, listener: () => {} };
  const file: File = {
    path: "topics/greet.flow.json",
    read: () => state.text,
    write: (next) => void (state.text = next),
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
