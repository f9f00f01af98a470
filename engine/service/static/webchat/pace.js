// The rhythm of an answer: typing dots for as long as the bot's pause, then the message.

const LONGEST_PAUSE_MS = 8_000;
const THINKING_MS = 15_000;

/** Shows live messages one after the other, each after its own pause. */
export class Pace {
  #show;
  #typing;
  #waiting = [];
  #timer = null;
  #thinking = null;

  constructor(show, typing) {
    this.#show = show;
    this.#typing = typing;
  }

  add(frame) {
    this.#waiting.push(frame);
    if (!this.#timer) this.#next();
  }

  /** The bot is thinking: dots until its message comes, or for a while. */
  think() {
    clearTimeout(this.#thinking);
    this.#thinking = setTimeout(() => this.#timer ?? this.#typing(false), THINKING_MS);
    this.#typing(true);
  }

  rest() {
    clearTimeout(this.#thinking);
    if (!this.#timer) this.#typing(false);
  }

  /** Shows at once whatever still waits: the person went on. */
  flush() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.rest();
    for (const frame of this.#waiting.splice(0)) this.#show(frame);
  }

  #next() {
    const frame = this.#waiting[0];
    if (!frame) return this.rest();
    const pause = document.hidden ? 0 : Math.min(frame.delay_ms ?? 0, LONGEST_PAUSE_MS);
    if (pause === 0) return this.#shift();
    this.#typing(true);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#shift();
    }, pause);
    return null;
  }

  #shift() {
    const frame = this.#waiting.shift();
    this.rest();
    this.#show(frame);
    return this.#next();
  }
}
