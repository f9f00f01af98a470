// A topic and the text of its file, which others may write at the same time.
//
// Each edit changes only the lines that differ, and is told to the others beside the text. Where
// edits met in the same lines, the text that comes of it may be no topic: then it is written anew
// from what everybody did, by the one whose edit is the latest, or by another if that one is gone.

import { apply, EditError, valueAt, type Op } from "../edits.ts";
import type { Catalogue, Json, Topic } from "../types.ts";
import { canonical } from "./canonical.ts";
import type { File, Made } from "./flow_file.ts";
import type { Numbers } from "./numbers.ts";
import { readTopic, shared, type Read } from "./topic_text.ts";

/** Told whenever others changed the topic, or its text stopped being one. */
export type Told = (isWhole: boolean) => void;

/** How long others' edits may still be meeting ours. */
const MEETING_MS = 5000;
/** A text that is no topic may be one that somebody is typing. */
const TYPING_MS = 800;
/** After this the next one mends the text, and not all at once. */
const TURN_MS = 1200;

export class SharedText {
  topic: Topic = { format: 1 };
  private text = "";
  private numbers: Numbers = new Map();
  private readonly known = new Set<string>();
  private readonly mine = new Set<string>();
  private met_ms = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly file: File;
  private readonly catalogue: Catalogue;
  private readonly told: Told;
  private readonly stop: () => void;

  constructor(file: File, catalogue: Catalogue, told: Told) {
    this.file = file;
    this.catalogue = catalogue;
    this.told = told;
    this.stop = file.onChange(() => this.heard());
  }

  /** Takes a topic for what the text says. */
  begin(topic: Topic, text: string): void {
    this.topic = topic;
    this.text = text;
    this.numbers = readTopic(text)?.numbers ?? new Map();
    for (const { id } of this.file.made()) this.known.add(id);
  }

  /** Writes the topic that an edit made. */
  write(topic: Topic, made: Made): void {
    clearTimeout(this.timer);
    this.topic = topic;
    this.known.add(made.id);
    this.mine.add(made.id);
    this.text = this.canonicalOf({ topic, numbers: this.numbers });
    this.file.write(this.text, made);
  }

  close(): void {
    clearTimeout(this.timer);
    this.stop();
  }

  private heard(): void {
    const text = this.file.read();
    const fresh = this.file.made().filter(({ id }) => !this.known.has(id));
    if (fresh.length === 0 && text === this.text) return;
    if (fresh.length) this.met_ms = performance.now();
    const merged = fresh.reduce<Topic>((topic, { id, ops }) => (this.known.add(id), done(topic, ops)), this.topic);
    this.text = text;
    clearTimeout(this.timer);
    const found = readTopic(text);
    if (found && this.isWhole(found, text)) {
      this.numbers = found.numbers;
      this.take(found.topic);
      return;
    }
    if (this.isMeeting) this.take(merged);
    this.timer = setTimeout(() => this.settle(), this.isMeeting ? this.turn_ms : TYPING_MS);
  }

  /** While edits meet, a text of repeated lines would be read as less than was written. */
  private isWhole(found: Read, text: string): boolean {
    return !this.isMeeting || this.canonicalOf(found) === text;
  }

  private get isMeeting(): boolean {
    return performance.now() - this.met_ms < MEETING_MS;
  }

  private get turn_ms(): number {
    const latest = this.file.made().at(-1);
    return latest && this.mine.has(latest.id) ? 0 : TURN_MS + Math.random() * TURN_MS;
  }

  private settle(): void {
    if (!this.isMeeting) return this.told(false);
    this.text = this.canonicalOf({ topic: this.topic, numbers: this.numbers });
    this.file.write(this.text);
  }

  private take(topic: Topic): void {
    const before = this.topic;
    this.topic = shared(before as unknown as Json, topic as unknown as Json) as unknown as Topic;
    this.told(true);
  }

  private canonicalOf({ topic, numbers }: Read): string {
    return canonical(topic, this.catalogue, numbers);
  }
}

/** A topic after somebody else's edit; what was removed meanwhile is not brought back in parts. */
function done(topic: Topic, ops: Op[]): Topic {
  return ops.reduce<Topic>((before, op) => {
    const tree = before as unknown as Json;
    if (op.path[0] === "nodes" && op.path.length > 2 && valueAt(tree, op.path.slice(0, 2)) === undefined) return before;
    try {
      return apply(tree, [op])[0] as unknown as Topic;
    } catch (error) {
      if (!(error instanceof EditError)) throw error;
      return before;
    }
  }, topic);
}
