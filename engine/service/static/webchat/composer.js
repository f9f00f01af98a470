// Where the person writes: Enter sends, Shift+Enter begins a line, a file when one is asked for.

import { el, icon } from "./dom.js";

const TALLEST_PX = 140;
const COUNT_FROM = 0.9;

/** The form at the foot of the panel. `actions` has say(text) and attach(file). */
export class Composer {
  #words;
  #actions;
  #maxChars = 5000;
  #note;
  #send;
  #clip;
  #picker;

  constructor(words, actions) {
    this.#words = words;
    this.#actions = actions;
    this.input = el("textarea", { rows: "1", dir: "auto", placeholder: words.write, "aria-label": words.write, enterkeyhint: "send", autocomplete: "off" });
    this.#note = el("p", { class: "note count", role: "status" });
    this.#send = el("button", { type: "submit", class: "round send", "aria-label": words.send, "aria-disabled": "true" }, icon("send"));
    this.#picker = el("input", { type: "file", hidden: true, tabindex: "-1", onchange: () => this.#picked() });
    this.#clip = el("button", { type: "button", class: "round clip", hidden: true, "aria-label": words.attach, title: words.attach, onclick: () => this.#picker.click() }, icon("clip"));
    this.element = el("form", { class: "composer", novalidate: true }, this.#note, el("div", { class: "row" }, this.#clip, this.#picker, this.input, this.#send));
    this.#listen();
  }

  set maxChars(count) {
    this.#maxChars = count;
    this.#change();
  }

  /** Whether the bot waits for a file: shows the paper clip, takes drops and pastes. */
  set wantsFile(wants) {
    this.#clip.hidden = !wants;
  }

  get wantsFile() {
    return !this.#clip.hidden;
  }

  say(text) {
    this.#note.textContent = text;
  }

  #listen() {
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    this.input.addEventListener("input", () => this.#change());
    this.input.addEventListener("paste", (event) => this.#take(event, event.clipboardData));
    this.element.addEventListener("dragover", (event) => this.wantsFile && event.preventDefault());
    this.element.addEventListener("drop", (event) => this.#take(event, event.dataTransfer));
  }

  #submit() {
    const text = this.input.value.trim();
    if (!text || this.#length(text) > this.#maxChars) return;
    this.input.value = "";
    this.#change();
    this.#actions.say(text);
  }

  #picked() {
    const [file] = this.#picker.files;
    this.#picker.value = "";
    if (file) this.#actions.attach(file);
  }

  #take(event, data) {
    const [file] = data?.files ?? [];
    if (!file || !this.wantsFile) return;
    event.preventDefault();
    this.#actions.attach(file);
  }

  #change() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, TALLEST_PX)}px`;
    const text = this.input.value.trim();
    const count = this.#length(text);
    const isTooLong = count > this.#maxChars;
    this.#note.classList.toggle("bad", isTooLong);
    if (isTooLong) this.#note.textContent = this.#words.tooLong(count, this.#maxChars);
    else this.#note.textContent = count > this.#maxChars * COUNT_FROM ? `${count} / ${this.#maxChars}` : "";
    this.input.setAttribute("aria-invalid", String(isTooLong));
    this.#send.setAttribute("aria-disabled", String(!text || isTooLong));
  }

  // In code points, as the server counts, not in UTF-16 units.
  #length(text) {
    return text.length > this.#maxChars / 2 ? Array.from(text).length : text.length;
  }
}
