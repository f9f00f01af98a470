// What outlives a page: the session's token, the unsent queue and the last message read.

/** A small record under one key of localStorage; memory where the browser forbids it. */
export class Store {
  #key;
  #memory = {};

  constructor(key) {
    this.#key = key;
  }

  get session() {
    return this.#read().session ?? null;
  }

  set session(session) {
    this.#write({ session, queue: this.queue, read: session ? this.read : 0 });
  }

  /** Frames that the server has not confirmed, oldest first. */
  get queue() {
    return this.#read().queue ?? [];
  }

  enqueue(frame) {
    this.#write({ ...this.#read(), queue: [...this.queue.filter((one) => one.id !== frame.id), frame] });
  }

  dequeue(id) {
    this.#write({ ...this.#read(), queue: this.queue.filter((one) => one.id !== id) });
  }

  /** The seq of the last message that the person saw. */
  get read() {
    return this.#read().read ?? 0;
  }

  set read(seq) {
    if (seq > this.read) this.#write({ ...this.#read(), read: seq });
  }

  #read() {
    try {
      return JSON.parse(localStorage.getItem(this.#key)) ?? {};
    } catch {
      return this.#memory;
    }
  }

  #write(record) {
    this.#memory = record;
    try {
      localStorage.setItem(this.#key, JSON.stringify(record));
    } catch {
      // Storage is full or forbidden: the record lives as long as the page.
    }
  }
}
