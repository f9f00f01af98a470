// The conversation with the server: nothing lost, nothing twice, whatever the network does.
//
// Every frame the person sends has an id of its own and stays queued until the server confirms
// it; every message of the server has a seq, and asking `since` the last one gives the rest.

import { PollingTransport } from "./polling.js";
import { SocketTransport } from "./socket.js";
import { ulid } from "./ulid.js";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const SOCKET_FAILURES = 2;
const TRY_SOCKET_AGAIN_MS = 300_000;
const RETRY_MS = 5_000;
const BAD_SESSION = 4401;
// The server will never take these; every other refusal is tried again.
const FINAL_REFUSALS = ["bad-frame", "too-long", "bad-file"];

/** Events: state {state}, session {session}, message {…}, acked {id}, refused {id, code, text},
 * typing {ms}, unavailable {code}. */
export class Connection extends EventTarget {
  #base;
  #ask;
  #store;
  #transport = null;
  #since = 0;
  #failures = 0;
  #socketFailures = 0;
  #pollingSince = 0;
  #timer = null;
  #running = false;

  constructor(base, ask, store) {
    super();
    this.#base = base;
    this.#ask = ask;
    this.#store = store;
    this.state = "idle";
  }

  get session() {
    return this.#store.session;
  }

  /** What the server has not confirmed yet, oldest first. */
  get queue() {
    return this.#store.queue;
  }

  start() {
    if (this.#running) return;
    this.#running = true;
    addEventListener("online", this.#hurry);
    addEventListener("offline", this.#lost);
    document.addEventListener("visibilitychange", this.#hurry);
    this.#connect();
  }

  stop() {
    this.#running = false;
    removeEventListener("online", this.#hurry);
    removeEventListener("offline", this.#lost);
    document.removeEventListener("visibilitychange", this.#hurry);
    clearTimeout(this.#timer);
    this.#drop();
  }

  /** Queues a frame and sends it as soon as there is a way; gives its id. */
  post(frame) {
    const queued = { ...frame, id: frame.id ?? ulid(), t: Date.now() };
    this.#store.enqueue(queued);
    if (this.state === "online") this.#send(queued);
    return queued;
  }

  /** Sends a refused frame again, under its own id. */
  retry(id) {
    const frame = this.#store.queue.find((one) => one.id === id);
    if (frame && this.state === "online") this.#send(frame);
  }

  /** Uploads a file of the person; gives its address as a media value. */
  async upload(file) {
    const url = new URL("webchat/files", this.#base);
    url.searchParams.set("name", file.name);
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": file.type || "application/octet-stream",
        Authorization: `Bearer ${this.session.token}`,
      },
      body: file,
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.message);
    return body;
  }

  async #connect() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#running || this.#transport) return;
    this.#become(this.#failures ? "retrying" : "connecting");
    try {
      const session = this.#store.session ?? (await this.#open());
      if (!session || !this.#running || this.#transport) return;
      this.#start({ type: "hello", token: session.token, since: this.#since });
    } catch {
      this.#again();
    }
  }

  #start(hello) {
    const Transport = this.#isSocketBlocked() ? PollingTransport : SocketTransport;
    const transport = new Transport(this.#base, hello, {
      frame: (frame) => this.#receive(frame),
      closed: (code, welcomed) => {
        if (transport !== this.#transport) return;
        this.#transport = null;
        this.#closed(code, welcomed, Transport);
      },
    });
    this.#transport = transport;
  }

  async #open() {
    const answer = await fetch(new URL("webchat/sessions", this.#base), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(this.#ask),
    });
    if (answer.status === 403 || answer.status === 404) {
      this.#running = false;
      this.#become("unavailable");
      return null;
    }
    if (!answer.ok) throw new Error(`sessions answered ${answer.status}`);
    const session = await answer.json();
    this.#store.session = session;
    this.#since = 0;
    return session;
  }

  #receive(frame) {
    if (frame.type === "welcome") this.#welcomed(frame);
    else if (frame.type === "message") this.#deliver(frame);
    else if (frame.type === "ack") this.#confirm(frame.id);
    else if (frame.type === "typing") this.#emit("typing", frame);
    else if (frame.type === "error") this.#refuse(frame);
  }

  #welcomed(frame) {
    this.#failures = 0;
    this.#socketFailures = 0;
    this.#become("online");
    this.#emit("session", frame);
    for (const queued of this.#store.queue) this.#send(queued);
  }

  #deliver(frame) {
    if (frame.seq <= this.#since) return;
    this.#since = frame.seq;
    if (frame.id) this.#store.dequeue(frame.id);
    this.#emit("message", frame);
    this.#transport?.send({ type: "ack", seq: frame.seq });
  }

  #confirm(id) {
    this.#store.dequeue(id);
    this.#emit("acked", { id });
  }

  #refuse(frame) {
    if (!frame.id) return;
    if (FINAL_REFUSALS.includes(frame.code)) this.#store.dequeue(frame.id);
    else setTimeout(() => this.retry(frame.id), frame.retry_ms ?? RETRY_MS);
    this.#emit("refused", { ...frame, final: FINAL_REFUSALS.includes(frame.code) });
  }

  // `t` and `shown` are for this page only.
  #send({ t, shown, ...frame }) {
    this.#transport?.send(frame);
  }

  #closed(code, welcomed, Transport) {
    if (code === BAD_SESSION) this.#forget();
    // Sockets count as blocked only while plain requests get through.
    if (Transport === PollingTransport && !welcomed) this.#socketFailures = 0;
    else if (!welcomed && code === 1006) this.#socketFailures += 1;
    this.#again();
  }

  // The server no longer knows this session: a new one starts, and the queue goes there.
  #forget() {
    this.#store.session = null;
    this.#since = 0;
  }

  #again() {
    if (!this.#running) return;
    this.#failures += 1;
    this.#become(navigator.onLine ? "retrying" : "offline");
    const longest = Math.min(FIRST_WAIT_MS * 2 ** (this.#failures - 1), LONGEST_WAIT_MS);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), longest * (0.5 + Math.random() / 2));
  }

  #hurry = () => {
    if (document.hidden || !this.#timer || this.#transport) return;
    this.#failures = Math.min(this.#failures, 1);
    this.#connect();
  };

  #lost = () => {
    if (!this.#running) return;
    this.#drop();
    this.#again();
  };

  #drop() {
    const transport = this.#transport;
    this.#transport = null;
    transport?.stop();
  }

  #isSocketBlocked() {
    if (this.#socketFailures < SOCKET_FAILURES) return false;
    this.#pollingSince ||= Date.now();
    if (Date.now() - this.#pollingSince < TRY_SOCKET_AGAIN_MS) return true;
    this.#pollingSince = 0;
    this.#socketFailures = SOCKET_FAILURES - 1;
    return false;
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.#emit("state", { state });
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
