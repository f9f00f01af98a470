// The widget on a page: launcher, panel, opening and closing, theme; all inside a shadow root.

import { brandColours } from "./colours.js";
import { Connection } from "./connection.js";
import { el, icon } from "./dom.js";
import { Panel } from "./panel.js";
import { Store } from "./store.js";
import { pickLanguage, wordsOf } from "./words.js";

const PHONE = "(max-width: 480px), (max-height: 480px)";

/** Puts the widget on the page; `settings` are the script tag's data attributes. */
export async function mount(base, settings) {
  const sheet = new CSSStyleSheet();
  const style = await fetch(new URL("static/webchat/style.css", base));
  if (!style.ok) throw new Error(`webchat: the style sheet answered ${style.status}`);
  sheet.replaceSync(await style.text());
  return new Widget(base, settings, sheet);
}

class Widget {
  #host;
  #panel;
  #launcher;
  #badge;
  #connection;
  #store;
  #words;
  #settings;
  #unread = 0;
  #isInline;

  constructor(base, settings, sheet) {
    this.#settings = settings;
    const language = pickLanguage(settings.language, document.documentElement.lang, navigator.languages);
    // The person's own way of writing hours and numbers, where it is one of this language.
    const locale = navigator.languages.find((one) => one.startsWith(language)) ?? language;
    this.#words = { ...wordsOf(language), language: locale };
    this.#store = new Store(`tertulia:${base}:${settings.bot ?? ""}`);
    const ask = { bot: settings.bot ?? "", language: settings.language || language };
    this.#connection = new Connection(base, ask, this.#store);
    const target = settings.target && document.querySelector(settings.target);
    this.#isInline = Boolean(target);
    this.#build(target, sheet, language);
    this.#listen();
    if (this.#isInline || "open" in settings) this.#begin();
    else if (this.#store.session) this.#connection.start();
  }

  get isOpen() {
    return !this.#panel.element.hidden;
  }

  open() {
    if (this.isOpen) return;
    this.#begin();
    this.#settle();
    if (!matchMedia("(pointer: coarse)").matches) this.#panel.focus();
    else this.#panel.element.focus();
  }

  close() {
    if (!this.isOpen || this.#isInline) return;
    const hadFocus = this.#host.shadowRoot.activeElement;
    this.#panel.element.hidden = true;
    this.#settle();
    if (hadFocus) this.#launcher.focus();
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  /** Says something in the person's name, as a page's own button may. */
  say(text) {
    this.open();
    this.#panel.say(text);
  }

  /** Takes the widget off the page; the conversation stays on the server. */
  remove() {
    this.#connection.stop();
    this.#host.remove();
  }

  #build(target, sheet, language) {
    this.#host = el("div", { lang: language, "data-side": this.#settings.side === "left" ? "left" : "right" });
    this.#host.className = "tertulia-webchat";
    const root = this.#host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    this.#panel = new Panel(this.#connection, this.#words, {
      title: this.#settings.title,
      onclose: this.#isInline ? null : () => this.close(),
    });
    this.#badge = el("span", { class: "badge", hidden: true, "aria-hidden": "true" });
    this.#launcher = el("button", { type: "button", class: "launcher", "aria-label": this.#words.open, "aria-expanded": "false", hidden: this.#isInline, onclick: () => this.toggle() }, icon("chat"), icon("down"), this.#badge);
    this.#panel.element.hidden = true;
    this.#panel.element.tabIndex = -1;
    if (this.#isInline) this.#host.dataset.inline = "";
    else this.#panel.element.setAttribute("role", "dialog");
    root.append(el("div", { class: "frame" }, this.#panel.element, this.#launcher));
    this.#dress();
    (target || document.body).append(this.#host);
  }

  #listen() {
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#dress());
    matchMedia(PHONE).addEventListener("change", () => this.#settle());
    this.#panel.element.addEventListener("keydown", (event) => this.#key(event));
    this.#panel.addEventListener("arrived", (event) => this.#arrived(event.detail));
    document.addEventListener("visibilitychange", () => this.isOpen && !document.hidden && this.#readAll());
  }

  #begin() {
    this.#panel.element.hidden = false;
    this.#connection.start();
    this.#panel.toEnd();
    this.#settle();
  }

  // What follows from being open or closed, and from the width of the window.
  #settle() {
    const isSheet = this.isOpen && !this.#isInline && matchMedia(PHONE).matches;
    this.#host.toggleAttribute("data-open", this.isOpen);
    this.#panel.element.toggleAttribute("aria-modal", isSheet);
    if (isSheet) this.#panel.element.setAttribute("aria-modal", "true");
    this.#launcher.setAttribute("aria-expanded", String(this.isOpen));
    if (this.isOpen) this.#readAll();
    this.#label();
    this.#tell(this.isOpen ? "open" : "close");
  }

  #key(event) {
    if (event.key === "Escape" && !this.#isInline) {
      event.stopPropagation();
      this.close();
    } else if (event.key === "Tab" && this.#panel.element.hasAttribute("aria-modal")) this.#keepFocus(event);
  }

  // On a phone the sheet covers the page: Tab goes round inside it.
  #keepFocus(event) {
    const stops = [...this.#panel.element.querySelectorAll("button, a[href], textarea, [tabindex='0'], audio, video")]
      .filter((node) => !node.disabled && node.offsetParent !== null);
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (this.#host.shadowRoot.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }

  #arrived(frame) {
    this.#tell("message", { seq: frame.seq, text: frame.message.text ?? "" });
    this.#latest = frame.seq;
    if (this.isOpen && !document.hidden) this.#readAll();
    else if (frame.seq > this.#store.read) {
      this.#unread += 1;
      this.#label();
    }
  }

  #latest = 0;

  #readAll() {
    this.#unread = 0;
    this.#store.read = this.#latest;
    this.#label();
  }

  #label() {
    this.#badge.hidden = this.#unread === 0 || this.isOpen;
    this.#badge.textContent = this.#unread > 9 ? "9+" : String(this.#unread);
    const news = this.#unread ? ` (${this.#words.unread(this.#unread)})` : "";
    this.#launcher.setAttribute("aria-label", this.isOpen ? this.#words.close : this.#words.open + news);
  }

  #dress() {
    const wanted = this.#settings.theme;
    const isDark = wanted === "dark" || (wanted !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    const theme = isDark ? "dark" : "light";
    this.#host.dataset.theme = theme;
    const colours = this.#settings.colour ? brandColours(this.#settings.colour, theme) : {};
    for (const [name, value] of Object.entries(colours)) this.#host.style.setProperty(name, value);
  }

  #tell(name, detail = {}) {
    this.#host.dispatchEvent(new CustomEvent(`tertulia:${name}`, { detail, bubbles: true, composed: true }));
  }
}
