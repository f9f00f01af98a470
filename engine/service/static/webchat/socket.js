// Frames over a WebSocket: the usual way.

const PING_MS = 25_000;
const SILENCE_MS = 40_000;
const OPEN_MS = 10_000;

/** One WebSocket from hello to close. `on` has frame(frame), and closed(code, welcomed). */
export class SocketTransport {
  #socket;
  #on;
  #welcomed = false;
  #heard = Date.now();
  #timers = [];

  constructor(base, hello, on) {
    this.#on = on;
    const url = new URL("webchat/ws", base);
    url.protocol = url.protocol.replace("http", "ws");
    this.#socket = new WebSocket(url);
    this.#socket.onopen = () => this.send(hello);
    this.#socket.onmessage = (event) => this.#receive(event);
    this.#socket.onclose = (event) => this.#closed(event.code);
    this.#timers.push(setTimeout(() => this.#welcomed || this.#abandon(), OPEN_MS));
    this.#timers.push(setInterval(() => this.#keepAlive(), PING_MS));
  }

  send(frame) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  stop() {
    this.#release();
    this.#socket.close();
  }

  #receive(event) {
    this.#heard = Date.now();
    const frame = JSON.parse(event.data);
    this.#welcomed ||= frame.type === "welcome";
    this.#on.frame(frame);
  }

  #keepAlive() {
    if (Date.now() - this.#heard > SILENCE_MS) this.#abandon();
    else this.send({ type: "ping" });
  }

  // A dead network closes nothing by itself: the browser would wait for minutes.
  #abandon() {
    this.#socket.close();
    this.#closed(1006);
  }

  #closed(code) {
    this.#release();
    this.#on.closed(code, this.#welcomed);
  }

  #release() {
    this.#timers.forEach((timer) => clearInterval(timer));
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
  }
}
