// The list of messages: in the server's order, what is unsent last, with the newest in view.

import { el, icon } from "./dom.js";
import { messageNode, setStatus } from "./message.js";
import { settleOptions } from "./options.js";

const NEAR_PX = 80;

/** The scrolling list. `actions` are those of a message, and retry(id). */
export class Log {
  #words;
  #actions;
  #typing;
  #down;
  #byId = new Map();

  constructor(words, actions) {
    this.#words = words;
    this.#actions = actions;
    this.#typing = typingNode();
    this.list = el("div", { class: "list", role: "log", "aria-live": "off", "aria-label": words.log, tabindex: "0" }, this.#typing);
    this.#down = el("button", { type: "button", class: "down", hidden: true, "aria-label": words.down, onclick: () => this.toEnd() }, icon("down"));
    this.element = el("div", { class: "log" }, this.list, this.#down);
    this.list.addEventListener("scroll", () => this.#watch(), { passive: true });
    new ResizeObserver(() => this.#stick && this.#jump()).observe(this.list);
  }

  /** From now on, what comes is read aloud. */
  speak() {
    this.list.setAttribute("aria-live", "polite");
  }

  /** Shows a message of the server, or settles the person's own one that is already shown. */
  add(frame) {
    const shown = frame.id && this.#byId.get(frame.id);
    if (shown) setStatus(shown, "sent", this.#words);
    const node = shown || this.#make(frame);
    node.dataset.seq = frame.seq;
    this.#insert(node, frame.seq);
    if (frame.from === "person" && frame.choice) this.#settle(frame.choice, node);
  }

  /** Shows a message that the person has just written. */
  addOwn(frame) {
    if (this.#byId.has(frame.id)) return;
    const node = this.#make(frame);
    setStatus(node, "sending", this.#words);
    this.#insert(node, Infinity);
    this.toEnd();
  }

  confirm(id) {
    const node = this.#byId.get(id);
    if (node) setStatus(node, "sent", this.#words);
  }

  refuse(id, why, isFinal) {
    const node = this.#byId.get(id);
    if (node) setStatus(node, "failed", this.#words, isFinal ? null : () => this.#actions.retry(id), why);
  }

  isTyping(is) {
    this.#typing.hidden = !is;
    if (is && this.#stick) this.#jump();
  }

  /** Empties the list: another session began. */
  clear() {
    this.list.replaceChildren(this.#typing);
    this.#byId.clear();
  }

  toEnd() {
    this.#stick = true;
    this.#jump();
  }

  #stick = true;

  #make(frame) {
    const node = messageNode(frame, this.#words, this.#actions);
    if (frame.id) this.#byId.set(frame.id, node);
    for (const image of node.querySelectorAll("img")) {
      image.addEventListener("load", () => this.#stick && this.#jump());
    }
    return node;
  }

  #insert(node, seq) {
    let before = this.#typing;
    while (before.previousElementSibling && before.previousElementSibling !== node && seqOf(before.previousElementSibling) > seq) {
      before = before.previousElementSibling;
    }
    if (node.nextElementSibling !== before) before.before(node);
    if (this.#stick) this.#jump();
    else this.#down.hidden = false;
  }

  // The choice was made in the last message above that offered it.
  #settle(choice, node) {
    for (let at = node.previousElementSibling; at; at = at.previousElementSibling) {
      const offers = [...at.querySelectorAll("button[data-option]")];
      if (offers.some((button) => button.dataset.option === choice)) return settleOptions(at, choice);
    }
    return null;
  }

  #jump() {
    this.list.scrollTop = this.list.scrollHeight;
    this.#down.hidden = true;
  }

  #watch() {
    this.#stick = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_PX;
    if (this.#stick) this.#down.hidden = true;
  }
}

function seqOf(node) {
  return node.dataset.seq ? Number(node.dataset.seq) : Infinity;
}

function typingNode() {
  const dots = [1, 2, 3].map(() => el("i"));
  return el("div", { class: "message bot typing", hidden: true, "aria-hidden": "true" }, el("div", { class: "bubble" }, dots));
}
