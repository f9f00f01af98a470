// One message as an element.

import { carouselNode } from "./carousel.js";
import { el, icon } from "./dom.js";
import { mediaNode, placeNode } from "./media.js";
import { optionsNode } from "./options.js";
import { isOnlyEmoji, textNodes } from "./text.js";

/** The element of a message frame. `actions` has choose(option, element) and locate(button, note). */
export function messageNode(frame, words, actions) {
  const side = frame.from === "person" ? "person" : "bot";
  const node = el("div", { class: `message ${side}`, "data-id": frame.id });
  const choose = (option) => actions.choose(option, node);
  const { message } = frame;
  node.append(
    el("span", { class: "hidden" }, `${words[frame.from] ?? words.bot}: `),
    ...bubbles(message, side, words),
  );
  if (message.cards?.length) node.append(carouselNode(message.cards, words, choose));
  if (message.options?.length) node.append(optionsNode(message.options, words, choose));
  if (message.wants === "location") node.append(locateNode(words, actions));
  node.append(footNode(frame, words));
  return node;
}

/** Shows how the sending of a message stands: sending, sent or failed, with a way out. */
export function setStatus(node, status, words, retry, why = "") {
  node.classList.toggle("unsent", status !== "sent");
  const line = node.querySelector(".status");
  if (status === "failed") {
    line.replaceChildren(why || words.failed);
    if (retry) line.append(el("button", { type: "button", class: "retry", onclick: retry }, words.retry));
  } else {
    line.replaceChildren(status === "sent" ? "" : words.sending);
  }
  node.classList.toggle("failed", status === "failed");
}

/** A moment as people read it: the hour, and the day when it was another one. */
export function timeText(t, language, now = new Date()) {
  const moment = new Date(t);
  const style = { hour: "2-digit", minute: "2-digit" };
  if (moment.toDateString() !== now.toDateString()) Object.assign(style, { day: "numeric", month: "short" });
  return new Intl.DateTimeFormat(language, style).format(moment);
}

function bubbles(message, side, words) {
  const nodes = (message.media ?? []).map((media) => el("div", { class: "bubble media" }, mediaNode(media, words)));
  if (message.text) {
    const big = isOnlyEmoji(message.text) ? " big" : "";
    nodes.push(el("div", { class: `bubble text${big}`, dir: "auto" }, textNodes(message.text, side === "bot")));
  }
  if (message.place) nodes.push(el("div", { class: "bubble" }, placeNode(message.place, words)));
  return nodes;
}

function locateNode(words, actions) {
  const note = el("p", { class: "note", "aria-live": "polite" }, words.orType);
  const button = el("button", { type: "button", class: "chip" }, icon("pin"), words.shareLocation);
  button.addEventListener("click", () => actions.locate(button, note));
  return el("div", { class: "options locate" }, button, note);
}

function footNode(frame, words) {
  return el(
    "div",
    { class: "foot" },
    el("span", { class: "status" }),
    el("time", { datetime: new Date(frame.t).toISOString() }, timeText(frame.t, words.language)),
  );
}
