// Cards side by side: swipe, arrow buttons, or arrow keys.

import { el, icon, safeUrl } from "./dom.js";
import { optionsNode } from "./options.js";

/** The cards as one carousel; `choose(option)` hears of a press on a card. */
export function carouselNode(cards, words, choose) {
  const track = el(
    "div",
    { class: "track", role: "group", tabindex: "0", "aria-label": words.cards },
    cards.map((card, i) => cardNode(card, words.card(i + 1, cards.length), words, choose)),
  );
  const previous = arrow("left", words.previous, () => move(track, -1));
  const next = arrow("right", words.next, () => move(track, 1));
  const update = () => {
    const end = track.scrollWidth - track.clientWidth;
    const position = Math.abs(track.scrollLeft);
    setDisabled(previous, position < 2);
    setDisabled(next, position > end - 2);
  };
  track.addEventListener("scroll", update, { passive: true });
  track.addEventListener("keydown", (event) => {
    if (event.target !== track || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    move(track, event.key === "ArrowRight" ? 1 : -1);
  });
  new ResizeObserver(update).observe(track);
  return el("section", { class: "carousel", "aria-roledescription": "carousel", "aria-label": words.cards }, track, previous, next);
}

// A disabled button that has the focus would lose it, so the sign is aria-disabled.
function setDisabled(button, isDisabled) {
  button.setAttribute("aria-disabled", String(isDisabled));
}

function move(track, step) {
  const card = track.firstElementChild;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const width = card.getBoundingClientRect().width + 10;
  track.scrollBy({ left: step * width, behavior: calm ? "instant" : "smooth" });
}

function arrow(sign, label, onclick) {
  return el("button", { type: "button", class: `arrow ${sign}`, "aria-label": label, onclick }, icon(sign));
}

function cardNode(card, position, words, choose) {
  const image = card.image && safeUrl(card.image);
  return el(
    "article",
    { class: "card", "aria-label": `${position}: ${card.title}` },
    image ? picture(image) : null,
    el(
      "div",
      { class: "words", dir: "auto" },
      el("strong", {}, card.title),
      card.subtitle ? el("p", {}, card.subtitle) : null,
    ),
    card.options?.length ? optionsNode(card.options, words, choose) : null,
  );
}

// The title beside it says what the picture shows.
function picture(address) {
  const image = el("img", { src: address, alt: "", loading: "lazy", decoding: "async", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => image.remove());
  return image;
}
