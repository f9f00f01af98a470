// A flow's file as the holder of the truth: what an editor in Python does, without one. Edits are
// made here, the text is written canonically, and undo is here too. What lies around the file - the
// rest of the bot, ports, issues - comes from Jupyter's server where our extension of it runs.

import { apply, EditError, valueAt, type Op } from "../edits.ts";
import type { Host } from "../host.ts";
import type { Bot, Catalogue, Issue, Json, Language, Topic, Tree } from "../types.ts";
import { canonical } from "./canonical.ts";
import { parse, type Numbers } from "./numbers.ts";
import { listedPorts } from "./listed_ports.ts";

/** The text of the open file, kept by the application around us. */
export interface File {
  path: string;
  read(): string;
  write(text: string): void;
  /** Calls back when somebody else changed the text. */
  onChange(listener: () => void): () => void;
}

export interface Around {
  bot: string;
  topic: string;
  tree: Tree;
  ports: Record<string, Record<string, Record<string, string[]>>>;
  locked: string;
}

export interface Checked {
  issues: Issue[];
  ports: Record<string, string[]>;
}

export interface Server {
  around(path: string, text: string): Promise<Around>;
  check(path: string, text: string): Promise<Checked>;
}

interface Entry {
  label: string;
  group: string;
  ops: Op[];
  inverse: Op[];
  left: [Op["path"], Json | undefined][];
  made_ms: number;
}

interface Edit {
  ops: Op[];
  label?: string;
  group?: string;
}

const CHECK_AFTER_MS = 400;
const TOGETHER_MS = 2000;

export class FileHost implements Host {
  private readonly listeners = new Map<string, Set<(value: never) => void>>();
  private readonly undos: Entry[] = [];
  private redos: Entry[] = [];
  private tree: Tree = { bots: {}, tests: {} };
  private bot = "";
  private topic = "";
  private text = "";
  private numbers: Numbers = new Map();
  private locked = "";
  private revision = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private ports: Record<string, string[]> = {};
  private readonly file: File;
  private readonly server: Server;
  private readonly catalogue: Catalogue;
  private readonly language: Language;
  private readonly stop: () => void;

  constructor(file: File, server: Server, catalogue: Catalogue, language: Language) {
    this.file = file;
    this.server = server;
    this.catalogue = catalogue;
    this.language = language;
    this.stop = file.onChange(() => this.reread());
  }

  async ask<T>(what: string, args: object = {}): Promise<T> {
    switch (what) {
      case "document.open":
        return (await this.open()) as T;
      case "document.edit":
        return this.edit((args as { edit: Edit }).edit) as T;
      case "document.undo":
        return this.step(this.undos, this.redos, "undo") as T;
      case "document.redo":
        return this.step(this.redos, this.undos, "redo") as T;
      case "document.ports":
        return this.ports as T;
      default:
        throw new Error(OUTSIDE[this.language]);
    }
  }

  hear<T>(what: string, listener: (value: T) => void): () => void {
    const all = this.listeners.get(what) ?? new Set();
    this.listeners.set(what, all.add(listener as (value: never) => void));
    return () => all.delete(listener as (value: never) => void);
  }

  close(): void {
    clearTimeout(this.timer);
    this.stop();
  }

  private get drawn(): Topic {
    return this.tree.bots[this.bot]!.topics[this.topic]!;
  }

  private async open(): Promise<object> {
    this.text = this.file.read();
    const around = await this.server.around(this.file.path, this.text).catch(() => this.alone());
    Object.assign(this, { tree: around.tree, bot: around.bot, topic: around.topic, locked: around.locked });
    this.take(this.text);
    this.ports = { ...listedPorts(this.drawn, this.catalogue), ...around.ports[this.bot]?.[this.topic] };
    this.check();
    return {
      editor: "file", folder: this.file.path, language: this.language, revision: 0, tree: this.tree, undo: null, redo: null,
      saved: { t_us: 0, error: "" }, issues: [], pages: [], catalogue: this.catalogue,
      locked: { project: "", topics: this.locked ? [[this.bot, this.topic, this.locked]] : [] },
    };
  }

  /** The file by itself, where the server has no extension of ours. */
  private alone(): Around {
    const topic = this.file.path.split("/").at(-1)!.replace(/\.flow\.json$/, "");
    let drawn: Topic = { format: 1 };
    let locked = "";
    try {
      drawn = JSON.parse(this.text) as Topic;
    } catch (error) {
      locked = (error as Error).message;
    }
    const languages = [...new Set(Object.keys(drawn.title ?? { es: "", en: "", pt: "" }))];
    const bot: Bot = { id: "bot", name: "bot", languages, topics: { [topic]: drawn }, entities: {}, actions: {}, tests: {}, nlu: "" };
    return { bot: "bot", topic, tree: { bots: { bot }, tests: {} }, ports: {}, locked };
  }

  private edit({ ops, label = "", group = "" }: Edit): number {
    if (this.locked) throw new Error(this.locked);
    const isHere = ops.every(({ path }) => path[1] === this.bot && path[2] === "topics" && path[3] === this.topic);
    if (!isHere) throw new Error(OUTSIDE[this.language]);
    const entry = this.make({ ops, label, group });
    const last = this.undos.at(-1);
    if (last && group && last.group === group && entry.made_ms - last.made_ms < TOGETHER_MS) {
      this.undos[this.undos.length - 1] = together(last, entry);
    } else {
      this.undos.push(entry);
    }
    this.redos = [];
    this.tell(ops, "edit", label);
    return this.revision;
  }

  private step(from: Entry[], to: Entry[], how: "undo" | "redo"): number | null {
    const entry = from.at(-1);
    if (!entry) return null;
    const stands = entry.left.every(([path, value]) => JSON.stringify(valueAt(this.json, path)) === JSON.stringify(value));
    if (!stands) throw new EditError(CHANGED[this.language]);
    from.pop();
    const made = this.make({ ops: entry.inverse, label: entry.label, group: "" });
    to.push(made);
    this.tell(entry.inverse, how, entry.label);
    return this.revision;
  }

  private make({ ops, label, group }: Required<Edit>): Entry {
    const [tree, inverse] = apply(this.json, ops);
    this.tree = tree as unknown as Tree;
    this.revision += 1;
    const left = ops.map(({ path }): Entry["left"][number] => {
      const watched = typeof path.at(-1) === "number" ? path.slice(0, -1) : path;
      return [watched, valueAt(tree, watched)];
    });
    this.text = canonical(this.drawn, this.catalogue, this.numbers);
    this.file.write(this.text);
    this.check();
    return { label, group, ops, inverse, left, made_ms: performance.now() };
  }

  private get json(): Json {
    return this.tree as unknown as Json;
  }

  /** Somebody else wrote the file: what it says now is what counts. */
  private reread(): void {
    const text = this.file.read();
    if (text === this.text) return;
    const before = this.drawn;
    if (!this.take(text)) return;
    this.text = text;
    if (JSON.stringify(before) === JSON.stringify(this.drawn)) return;
    this.revision += 1;
    this.tell([{ path: ["bots", this.bot, "topics", this.topic], value: this.drawn as unknown as Json }], "outside", "");
    this.check();
  }

  /** The topic of a text in the tree; false where the text is none (yet). */
  private take(text: string): boolean {
    try {
      const { value, numbers } = parse(text);
      if (typeof value !== "object" || value === null || this.locked) return false;
      this.numbers = numbers;
      const path = ["bots", this.bot, "topics", this.topic];
      this.tree = apply(this.json, [{ path, value: value as Json }])[0] as unknown as Tree;
      return true;
    } catch {
      return false;
    }
  }

  private check(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const text = this.text;
      const found = await this.server.check(this.file.path, text).catch(() => undefined);
      if (!found || text !== this.text) return;
      this.ports = found.ports;
      this.say("issues", { revision: this.revision, issues: found.issues });
      this.say("edited", this.news([], "outside", "", found.ports));
    }, CHECK_AFTER_MS);
  }

  private tell(ops: Op[], how: "edit" | "undo" | "redo" | "outside", label: string): void {
    const touched = new Set(ops.map(({ path }) => String(path[5] ?? "")));
    for (const [node, listed] of Object.entries(listedPorts(this.drawn, this.catalogue))) {
      const known = this.ports[node];
      // What the server said stays until it says otherwise.
      if (!known) this.ports[node] = listed;
      else if (touched.has(node)) this.ports[node] = [...new Set([...known, ...listed])];
    }
    this.say("edited", this.news(ops, how, label, this.ports));
  }

  private news(ops: Op[], how: string, label: string, ports: Record<string, string[]>): object {
    return {
      revision: this.revision, ops, label, mine: how === "edit", how, undo: this.undos.at(-1)?.label ?? null, redo: this.redos.at(-1)?.label ?? null,
      ports: { [this.bot]: { [this.topic]: ports } },
    };
  }

  private say(what: string, value: object): void {
    for (const listener of this.listeners.get(what) ?? []) listener(value as never);
  }
}

function together(before: Entry, entry: Entry): Entry {
  const written = new Set(entry.left.map(([path]) => path.join("/")));
  const left = [...before.left.filter(([path]) => !written.has(path.join("/"))), ...entry.left];
  return { ...entry, ops: [...before.ops, ...entry.ops], inverse: [...entry.inverse, ...before.inverse], left };
}

const OUTSIDE: Record<Language, string> = {
  es: "Aquí está abierto solo este flujo; para cambiar el resto del bot, ábralo en el estudio.",
  en: "Only this flow is open here; to change the rest of the bot, open it in the studio.",
  pt: "Aqui só este fluxo está aberto; para alterar o resto do bot, abra-o no estúdio.",
};

const CHANGED: Record<Language, string> = {
  es: "Otra persona lo cambió después; cámbielo a mano.",
  en: "Somebody else changed this since; change it by hand.",
  pt: "Outra pessoa alterou isso depois; altere à mão.",
};
