// A flow's file as the holder of the truth: what an editor in Python does, without one. Edits are
// made here, the text is written canonically, and undo is here too. What lies around the file - the
// rest of the bot, ports, issues - comes from Jupyter's server where our extension of it runs.

import { apply, EditError, valueAt, type Op, type Steps } from "../edits.ts";
import type { Host } from "../host.ts";
import { freshId } from "../kept.ts";
import type { Bot, Catalogue, Json, Language, Topic, Tree } from "../types.ts";
import type { Around, File, Server } from "./flow_file.ts";
import { History, leftBy, stands, type Entry } from "./history.ts";
import { listedPorts } from "./listed_ports.ts";
import { SAID } from "./said.ts";
import { SharedText } from "./shared_text.ts";
import { faultOf, readTopic } from "./topic_text.ts";

interface Edit {
  ops: Op[];
  id?: string;
  label?: string;
  group?: string;
}

const CHECK_AFTER_MS = 400;

export class FileHost implements Host {
  private readonly listeners = new Map<string, Set<(value: never) => void>>();
  private readonly history = new History();
  private readonly shared: SharedText;
  private readonly file: File;
  private readonly server: Server;
  private readonly catalogue: Catalogue;
  private language: Language;
  private around: Around = { bot: "", topic: "", tree: { bots: {}, tests: {} }, ports: {}, locked: "" };
  private ports: Record<string, string[]> = {};
  private revision = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(file: File, server: Server, catalogue: Catalogue, language: Language) {
    this.file = file;
    this.server = server;
    this.catalogue = catalogue;
    this.language = language;
    this.shared = new SharedText(file, catalogue, (isWhole) => this.changedOutside(isWhole));
  }

  async ask<T>(what: string, args: object = {}): Promise<T> {
    switch (what) {
      case "document.open":
        return (await this.open(args as { language?: Language })) as T;
      case "document.edit":
        return this.edit(args as { edit: Edit; again?: boolean }) as T;
      case "document.undo":
        return this.step("undo") as T;
      case "document.redo":
        return this.step("redo") as T;
      case "document.ports":
        return this.ports as T;
      case "document.repair":
        return (await this.repair()) as T;
      case "document.speak":
        this.language = (args as { language: Language }).language;
        // What was found is said again, in the other language.
        this.check();
        return undefined as T;
      default:
        throw new Error(this.words("outside"));
    }
  }

  hear<T>(what: string, listener: (value: T) => void): () => void {
    const all = this.listeners.get(what) ?? new Set();
    this.listeners.set(what, all.add(listener as (value: never) => void));
    return () => all.delete(listener as (value: never) => void);
  }

  /** The file holds everything that was done, or is as it was before on purpose. */
  saved(): void {
    this.say("saved", { revision: this.revision, t_us: Date.now() * 1000, error: "" });
  }

  /** The file has another name or folder: another bot may be around it. */
  async moved(): Promise<void> {
    await this.look();
    this.showTree();
    const { bot, topic } = this.around;
    this.say("place", { bot, topic });
  }

  close(): void {
    this.saved();
    clearTimeout(this.timer);
    this.shared.close();
  }

  private get topic(): Json {
    return this.shared.topic as unknown as Json;
  }

  private get tree(): Tree {
    const { bot: id, topic, tree } = this.around;
    const bot = tree.bots[id]!;
    return { ...tree, bots: { ...tree.bots, [id]: { ...bot, topics: { ...bot.topics, [topic]: this.shared.topic } } } };
  }

  private get place(): Steps {
    return ["bots", this.around.bot, "topics", this.around.topic];
  }

  private get locked(): object {
    const { bot, topic, locked } = this.around;
    return { project: "", topics: locked ? [[bot, topic, locked]] : [] };
  }

  private async open({ language }: { language?: Language }): Promise<object> {
    if (language) this.language = language;
    await this.look();
    return {
      editor: "file", folder: this.file.path, home: `file:${this.file.path}`, language: this.language, revision: this.revision, tree: this.tree,
      undo: null, redo: null, saved: { revision: 0, t_us: 0, error: "" }, issues: [], pages: [], catalogue: this.catalogue, locked: this.locked,
    };
  }

  /** Reads the file and what is around it. */
  private async look(): Promise<void> {
    const text = this.file.read();
    this.around = await this.server.around(this.file.path, text, this.language).catch(() => this.alone(text));
    const { bot, topic, tree, ports, locked } = this.around;
    // What is drawn of a broken file is what the server found sound in it.
    const drawn = (locked ? undefined : readTopic(text)?.topic) ?? tree.bots[bot]!.topics[topic]!;
    this.shared.begin(drawn, text);
    this.ports = { ...listedPorts(drawn, this.catalogue), ...ports[bot]?.[topic] };
    this.check();
  }

  /** The file by itself, where the server has no extension of ours. */
  private alone(text: string): Around {
    const topic = this.file.path.split("/").at(-1)!.replace(/\.flow\.json$/, "");
    const drawn = readTopic(text)?.topic;
    const locked = drawn ? "" : faultOf(text) || this.words("strange");
    const languages = Object.keys(drawn?.title ?? {});
    const bot: Bot = {
      id: "bot", name: "bot", languages: languages.length ? languages : ["es", "en", "pt"], topics: { [topic]: drawn ?? { format: 1 } },
      entities: {}, actions: {}, tests: {}, nlu: "",
    };
    return { bot: "bot", topic, tree: { bots: { bot }, tests: {} }, ports: {}, locked };
  }

  private edit({ edit: { ops, id = freshId(), label = "", group = "" }, again = false }: { edit: Edit; again?: boolean }): number | null {
    if (this.around.locked) throw new Error(this.around.locked);
    const place = this.place;
    const isHere = ops.every(({ path }) => path.length > place.length && place.every((step, index) => path[index] === step));
    if (!isHere) throw new Error(this.words("outside"));
    const inside = ops.map((op) => ({ ...op, path: op.path.slice(place.length) }));
    if (again && isVisible(this.topic, inside)) return null;
    const entry = this.make(inside, label, group, id);
    this.history.add(entry);
    this.tell(ops, "edit", label, id);
    return this.revision;
  }

  private step(how: "undo" | "redo"): number | null {
    const entry = this.history[how];
    if (!entry) return null;
    if (this.around.locked) throw new Error(this.around.locked);
    if (!stands(entry, this.topic)) throw new EditError(this.words("changed"));
    const made = this.make(entry.inverse, entry.label, "", freshId());
    if (how === "undo") this.history.undone(made);
    else this.history.redone(made);
    this.tell(entry.inverse.map((op) => ({ ...op, path: [...this.place, ...op.path] })), how, entry.label);
    return this.revision;
  }

  private make(ops: Op[], label: string, group: string, id: string): Entry {
    const [topic, inverse] = apply(this.topic, ops);
    this.revision += 1;
    this.shared.write(topic as unknown as Topic, { id, ops });
    this.check();
    return { label, group, ops, inverse, left: leftBy(ops, topic), made_ms: performance.now() };
  }

  /** Somebody else wrote the file: what it says now is what counts. */
  private changedOutside(isWhole: boolean): void {
    if (isWhole && !this.around.locked) {
      this.revision += 1;
      this.tell([{ path: this.place, value: this.topic }], "outside");
      this.check();
    } else {
      void this.lookAgain();
    }
  }

  /** What is drawn stays, where the text has become no topic at all. */
  private async lookAgain(): Promise<void> {
    const before = this.shared.topic;
    const text = this.file.read();
    await this.look();
    if (this.around.locked && faultOf(text)) this.shared.begin(before, text);
    this.showTree();
  }

  private showTree(): void {
    this.revision += 1;
    this.tell([{ path: ["bots"], value: this.tree.bots as unknown as Json }], "outside");
    this.say("issues", { issues: [], locked: this.locked });
  }

  /** Takes what is drawn for the whole of the file; the text as it was is kept. */
  private async repair(): Promise<string> {
    const text = this.file.read();
    const kept = await this.server.keep(this.file.path, text);
    this.around = { ...this.around, locked: "" };
    this.shared.write(this.shared.topic, { id: freshId(), ops: [] });
    this.say("issues", { issues: [], locked: this.locked });
    this.check();
    return kept;
  }

  private check(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const { revision } = this;
      const found = await this.server.check(this.file.path, this.file.read(), this.language).catch(() => undefined);
      if (!found || revision !== this.revision) return;
      this.ports = found.ports;
      this.say("issues", { issues: found.issues });
      this.tell([], "outside");
    }, CHECK_AFTER_MS);
  }

  private tell(ops: Op[], how: "edit" | "undo" | "redo" | "outside", label = "", id = ""): void {
    const touched = new Set(ops.map(({ path }) => String(path[5] ?? "")));
    for (const [node, listed] of Object.entries(listedPorts(this.shared.topic, this.catalogue))) {
      const known = this.ports[node];
      // What the server said stays until it says otherwise.
      if (!known) this.ports[node] = listed;
      else if (touched.has(node)) this.ports[node] = [...new Set([...known, ...listed])];
    }
    const { undo, redo } = this.history;
    this.say("edited", {
      revision: this.revision, ops, label, id, mine: how === "edit", how, undo: undo?.label ?? null, redo: redo?.label ?? null,
      ports: { [this.around.bot]: { [this.around.topic]: { ...this.ports } } },
    });
  }

  private say(what: string, value: object): void {
    for (const listener of this.listeners.get(what) ?? []) listener(value as never);
  }

  private words(key: keyof typeof SAID): string {
    return SAID[key][this.language];
  }
}

/** Whether everything that an edit sets stands there, and nothing that it removes. */
function isVisible(topic: Json, ops: Op[]): boolean {
  return ops.every(({ path, value }) => JSON.stringify(valueAt(topic, path)) === JSON.stringify(value));
}
