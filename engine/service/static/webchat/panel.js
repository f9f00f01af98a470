// The conversation's panel: head, messages and composer, tied to the connection.

import { Composer } from "./composer.js";
import { el, icon } from "./dom.js";
import { Log } from "./log.js";
import { sizeText } from "./media.js";
import { Pace } from "./pace.js";
import { settleOptions } from "./options.js";

const POSITION = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 };

/** Events: arrived {frame} for each message of the bot shown after the history. */
export class Panel extends EventTarget {
  #words;
  #connection;
  #log;
  #composer;
  #pace;
  #status;
  #name;
  #mark;
  #history = 0;
  #conversation = null;
  #maxFile = 0;
  #title;

  constructor(connection, words, { title, onclose }) {
    super();
    this.#words = words;
    this.#connection = connection;
    this.#title = title;
    this.#log = new Log(words, {
      choose: (option, node) => this.choose(option, node),
      locate: (button, note) => this.#locate(button, note),
      retry: (id) => this.#connection.retry(id),
    });
    this.#composer = new Composer(words, { say: (text) => this.say(text), attach: (file) => this.#attach(file) });
    this.#pace = new Pace((frame) => this.#show(frame), (is) => this.#log.isTyping(is));
    this.element = el("section", { class: "panel", "aria-label": title || words.title }, this.#head(onclose), this.#log.element, this.#composer.element);
    this.#listen();
  }

  focus() {
    this.#composer.input.focus({ preventScroll: true });
  }

  toEnd() {
    this.#log.toEnd();
  }

  say(text) {
    this.#post({ type: "say", text }, { text });
  }

  choose(option, node) {
    settleOptions(node, option.id);
    this.#post({ type: "choose", option: option.id, label: option.label }, { text: option.label, choice: option.id });
    this.focus();
  }

  #head(onclose) {
    this.#mark = el("span", { class: "mark", "aria-hidden": "true" }, initial(this.#title || this.#words.title));
    this.#name = el("h2", { dir: "auto" }, this.#title || this.#words.title);
    this.#status = el("p", { class: "state", role: "status" });
    const close = onclose && el("button", { type: "button", class: "round close", "aria-label": this.#words.close, onclick: onclose }, icon("close"));
    return el("header", {}, this.#mark, el("div", { class: "who" }, this.#name, this.#status), close || null);
  }

  #listen() {
    const on = (name, hear) => this.#connection.addEventListener(name, (event) => hear(event.detail));
    on("state", ({ state }) => this.#become(state));
    on("session", (frame) => this.#welcome(frame));
    on("message", (frame) => this.#receive(frame));
    on("acked", ({ id }) => this.#log.confirm(id));
    on("typing", ({ on: is }) => (is ? this.#pace.think() : this.#pace.rest()));
    on("refused", (frame) => this.#log.refuse(frame.id, frame.code === "too-fast" ? this.#words.slow : this.#words.failed, frame.final));
  }

  #become(state) {
    const texts = { online: this.#words.online, connecting: this.#words.connecting, retrying: this.#words.retrying, offline: this.#words.offline, unavailable: this.#words.gone };
    this.#status.textContent = texts[state] ?? "";
    this.element.dataset.state = state;
    if (state !== "online") this.#pace.rest();
  }

  #welcome(frame) {
    if (this.#conversation && this.#conversation !== frame.conversation) this.#log.clear();
    const isFirst = this.#conversation !== frame.conversation;
    this.#conversation = frame.conversation;
    this.#history = isFirst ? frame.seq : this.#history;
    this.#composer.maxChars = frame.max_chars;
    this.#maxFile = frame.max_file_bytes;
    const name = this.#title || frame.bot.name || this.#words.title;
    this.#name.textContent = name;
    this.#mark.textContent = initial(name);
    this.element.setAttribute("aria-label", name);
    for (const queued of this.#connection.queue) this.#showOwn(queued);
    if (frame.seq === 0) {
      this.#log.speak();
      if (!this.#connection.queue.length) this.#connection.post({ type: "open" });
    }
  }

  #receive(frame) {
    const isHistory = frame.seq <= this.#history;
    if (isHistory || frame.from === "person") this.#show(frame);
    else this.#pace.add(frame);
    if (frame.seq >= this.#history) setTimeout(() => this.#log.speak(), 300);
  }

  #show(frame) {
    this.#log.add(frame);
    if (frame.from === "person") {
      this.#composer.wantsFile = false;
      return;
    }
    this.#composer.wantsFile = frame.message.wants === "file";
    this.dispatchEvent(new CustomEvent("arrived", { detail: { ...frame, isHistory: frame.seq <= this.#history } }));
  }

  #post(frame, message) {
    this.#pace.flush();
    this.#composer.wantsFile = false;
    const queued = this.#connection.post({ ...frame, shown: message });
    this.#showOwn(queued);
  }

  #showOwn({ id, t, shown }) {
    if (shown) this.#log.addOwn({ id, t, from: "person", message: shown });
  }

  async #attach(file) {
    if (this.#maxFile && file.size > this.#maxFile) {
      this.#composer.say(this.#words.fileTooBig(sizeText(this.#maxFile, this.#words.language)));
      return;
    }
    this.#composer.say(this.#words.uploading);
    try {
      const media = [await this.#connection.upload(file)];
      this.#composer.say("");
      this.#post({ type: "say", text: "", media }, { media });
    } catch (error) {
      this.#composer.say(`${this.#words.uploadFailed} ${error.message ?? ""}`);
    }
  }

  #locate(button, note) {
    const failed = () => {
      button.disabled = false;
      note.textContent = this.#words.noLocation;
      this.focus();
    };
    if (!navigator.geolocation) return failed();
    button.disabled = true;
    note.textContent = this.#words.locating;
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      note.textContent = "";
      const place = { latitude: coords.latitude, longitude: coords.longitude };
      this.#post({ type: "place", ...place }, { place });
    }, failed, POSITION);
    return null;
  }
}

function initial(name) {
  return (Array.from(name.trim())[0] ?? "t").toLocaleUpperCase();
}
