// Buttons under a message: a choice goes to the bot once, a page opens as often as one likes.

import { el, icon, safeUrl } from "./dom.js";

/** The options as chips; `choose(option)` hears of a press. */
export function optionsNode(options, words, choose) {
  const group = el("div", { class: "options", role: "group", "aria-label": words.options });
  for (const option of options) group.append(option.url ? page(option, words) : chip(option, choose));
  return group;
}

/** Takes every choice of a message out of use, and marks the one that was taken. */
export function settleOptions(message, choice) {
  for (const button of message.querySelectorAll("button[data-option]")) {
    button.disabled = true;
    if (button.dataset.option === choice) button.classList.add("taken");
  }
}

function chip(option, choose) {
  return el(
    "button",
    { type: "button", class: "chip", "data-option": option.id, dir: "auto", title: option.description || null, onclick: () => choose(option) },
    option.label,
    option.description ? el("small", {}, option.description) : null,
  );
}

function page(option, words) {
  const address = safeUrl(option.url);
  if (!address) return el("span", { class: "chip broken", dir: "auto" }, option.label);
  return el(
    "a",
    { class: "chip", href: address, target: "_blank", rel: "noopener noreferrer", dir: "auto" },
    option.label,
    icon("out"),
    el("span", { class: "hidden" }, ` (${words.newTab})`),
  );
}
