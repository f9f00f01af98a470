// Several people on one file, whose edits travel late: what all of them see in the end is one
// canonical text that holds what each of them did.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as Y from "yjs";
import { canonical } from "../src/lab/canonical.ts";
import { FileHost } from "../src/lab/file_host.ts";
import type { Server } from "../src/lab/flow_file.ts";
import { sharedFile, type Context } from "../src/lab/shared_file.ts";
import { readTopic } from "../src/lab/topic_text.ts";
import type { Catalogue, Json, Topic } from "../src/types.ts";

const catalogue: Catalogue = JSON.parse(readFileSync(new URL("../src/lab/catalogue.json", import.meta.url), "utf8"));
const START: Topic = {
  format: 1,
  nodes: {
    hello: { kind: "say", params: { text: { en: "Hello" } }, edges: { next: "menu" } },
    menu: { kind: "choose", params: { text: { en: "Which?" }, options: [{ id: "tea", label: { en: "Tea" } }] } },
  },
  layout: { hello: [0, 0], menu: [200, 0] },
};
const noServer: Server = {
  around: () => Promise.reject(new Error("no server")),
  check: () => Promise.reject(new Error("no server")),
  keep: () => Promise.reject(new Error("no server")),
};
const topic = ["bots", "bot", "topics", "greet"];

class Person {
  readonly ydoc = new Y.Doc();
  readonly source = this.ydoc.getText("source");
  readonly host: FileHost;
  private out: Uint8Array[] = [];

  constructor() {
    const listeners = new Set<() => void>();
    this.source.observe(() => listeners.forEach((listener) => listener()));
    this.ydoc.on("update", (update: Uint8Array, origin: unknown) => origin !== "wire" && this.out.push(update));
    const source = this.source;
    const sharedModel = {
      ydoc: this.ydoc,
      getSource: () => source.toString(),
      transact: (f: () => void) => this.ydoc.transact(f, this),
      updateSource: (start: number, end: number, value: string) => (source.insert(start, value), source.delete(start + value.length, end - start)),
    };
    const contentChanged = { connect: (listener: () => void) => listeners.add(listener), disconnect: (listener: () => void) => listeners.delete(listener) };
    const context = { path: "topics/greet.flow.json", model: { sharedModel, contentChanged, dirty: false } };
    this.host = new FileHost(sharedFile(context as unknown as Context), noServer, catalogue, "en");
  }

  get text(): string {
    return this.source.toString();
  }

  get read(): Topic {
    return readTopic(this.text)!.topic;
  }

  set(path: (string | number)[], value?: Json, insert = false): Promise<unknown> {
    const op = { path: [...topic, ...path], ...(value === undefined ? {} : { value }), ...(insert ? { insert } : {}) };
    return this.host.ask("document.edit", { edit: { ops: [op] } });
  }

  /** What was written here since the last time, as it goes over the wire. */
  sent(): Uint8Array[] {
    return this.out.splice(0);
  }

  receive(updates: Uint8Array[]): void {
    for (const update of updates) Y.applyUpdate(this.ydoc, update, "wire");
  }
}

async function people(count: number): Promise<Person[]> {
  const all = Array.from({ length: count }, () => new Person());
  all[0]!.source.insert(0, canonical(START, catalogue));
  for (const other of all.slice(1)) other.receive([Y.encodeStateAsUpdate(all[0]!.ydoc)]);
  for (const one of all) await one.host.ask("document.open");
  all.forEach((one) => one.sent());
  return all;
}

/** Everything on the wire arrives, again and again, until nobody has anything to say. */
async function settle(all: Person[]): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    const sent = all.map((one) => one.sent());
    quiet = sent.every((updates) => updates.length === 0) ? quiet + 1 : 0;
    all.forEach((one, index) => sent.forEach((updates, from) => from !== index && one.receive(updates)));
    await new Promise((done) => setTimeout(done, quiet ? 900 : 5));
  }
  for (const one of all) {
    assert.equal(one.text, all[0]!.text);
    assert.equal(canonical(one.read, catalogue), one.text);
  }
}

test("edits of different nodes at the same time both stay", async () => {
  const [ann, bob] = (await people(2)) as [Person, Person];
  await ann.set(["nodes", "hello", "params", "text", "en"], "Good morning");
  await bob.set(["layout", "menu"], [300, 50]);
  await bob.set(["nodes", "menu", "params", "text", "en"], "Which one?");
  await settle([ann, bob]);
  assert.equal((ann.read.nodes!["hello"]!.params!["text"] as Record<string, string>)["en"], "Good morning");
  assert.equal((ann.read.nodes!["menu"]!.params!["text"] as Record<string, string>)["en"], "Which one?");
  assert.deepEqual(ann.read.layout!["menu"], [300, 50]);
  [ann, bob].forEach(({ host }) => host.close());
});

test("nodes added in the same place at the same time both stay", async () => {
  const [ann, bob] = (await people(2)) as [Person, Person];
  await ann.set(["nodes", "x_ann"], { kind: "say", params: { text: { en: "Ann's" } } });
  await ann.set(["layout", "x_ann"], [1, 1]);
  await bob.set(["nodes", "x_bob"], { kind: "say", params: { text: { en: "Bob's" } } });
  await bob.set(["layout", "x_bob"], [2, 2]);
  await settle([ann, bob]);
  assert.deepEqual(Object.keys(ann.read.nodes!), ["hello", "menu", "x_ann", "x_bob"]);
  assert.deepEqual(Object.keys(ann.read.layout!), ["hello", "menu", "x_ann", "x_bob"]);
  [ann, bob].forEach(({ host }) => host.close());
});

test("the same text changed by two is one of both, whole", async () => {
  const [ann, bob] = (await people(2)) as [Person, Person];
  await ann.set(["nodes", "hello", "params", "text", "en"], "Hi from Ann");
  await bob.set(["nodes", "hello", "params", "text", "en"], "Hi from Bob");
  await settle([ann, bob]);
  assert.match(JSON.stringify(ann.read.nodes!["hello"]!.params), /"Hi from (Ann|Bob)"/);
  [ann, bob].forEach(({ host }) => host.close());
});

test("what one deletes while another writes in it is gone, and the file is whole", async () => {
  const [ann, bob] = (await people(2)) as [Person, Person];
  await ann.set(["nodes", "menu"]);
  await bob.set(["nodes", "menu", "title"], "Menu");
  await bob.set(["nodes", "hello", "title"], "Hello");
  await settle([ann, bob]);
  assert.deepEqual(Object.keys(ann.read.nodes!), ["hello"]);
  assert.equal(ann.read.nodes!["hello"]!.title, "Hello");
  [ann, bob].forEach(({ host }) => host.close());
});

test("random edits of three people, delivered late, end in one whole text", async () => {
  let seed = 11;
  const chance = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  const all = await people(3);
  for (let round = 0; round < 60; round += 1) {
    const who = chance(3);
    const one = all[who]!;
    const node = `n${who}_${chance(4)}`;
    // Each person adds, writes in and moves nodes of their own; all of them write in those of all.
    if (!one.read?.nodes?.[node]) await one.set(["nodes", node], { kind: "say", params: { text: { en: "a" } } });
    else await one.set(["nodes", node, "params", "text", "en"], `round ${round}`);
    await one.set(["layout", node], [round, who]);
    await one.set(["nodes", "hello", "params", "text", "en"], `by ${who} in ${round}`);
    if (chance(4) === 0) {
      const sent = one.sent();
      all.forEach((other) => other !== one && other.receive(sent));
      await new Promise((done) => setTimeout(done, 2));
    }
  }
  const expected = new Set(all.flatMap((one) => Object.keys(one.read?.nodes ?? {})));
  await settle(all);
  assert.deepEqual(new Set(Object.keys(all[0]!.read.nodes!)), expected);
  all.forEach(({ host }) => host.close());
});
