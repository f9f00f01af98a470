// The same frames over plain requests, for networks that block WebSockets.

const WAIT_S = 20;

/** Long polling that looks like a socket. `on` has frame(frame), and closed(code, welcomed). */
export class PollingTransport {
  #base;
  #hello;
  #on;
  #since;
  #welcomed = false;
  #stop = new AbortController();

  constructor(base, hello, on) {
    this.#base = base;
    this.#hello = hello;
    this.#on = on;
    this.#since = hello.since;
    this.#poll();
  }

  async send(frame) {
    if (frame.type === "ack" || frame.type === "ping") return;
    try {
      const answer = await this.#fetch("webchat/messages", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(frame),
      });
      if (answer.status === 401) this.#closed(4401);
      else this.#on.frame(await answer.json());
    } catch {
      this.#closed(1006);
    }
  }

  stop() {
    this.#stop.abort();
  }

  async #poll() {
    try {
      while (!this.#stop.signal.aborted) {
        const wait = this.#welcomed ? WAIT_S : 0;
        const answer = await this.#fetch(`webchat/messages?since=${this.#since}&wait=${wait}`);
        if (!answer.ok) return this.#closed(answer.status === 401 ? 4401 : 1006);
        const { frames } = await answer.json();
        for (const frame of frames) {
          this.#since = Math.max(this.#since, frame.type === "message" ? frame.seq : 0);
          this.#welcomed = true;
          this.#on.frame(frame);
        }
      }
    } catch {
      this.#closed(1006);
    }
    return null;
  }

  #fetch(path, options = {}) {
    return fetch(new URL(path, this.#base), {
      ...options,
      headers: { ...options.headers, Authorization: `Bearer ${this.#hello.token}` },
      signal: this.#stop.signal,
    });
  }

  #closed(code) {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.#on.closed(code, this.#welcomed);
  }
}
