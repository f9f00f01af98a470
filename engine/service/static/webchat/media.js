// Files, pictures, sound, film and places inside a message.

import { el, icon, safeUrl } from "./dom.js";

/** A file as the element that suits its kind; a plain link where it cannot be shown. */
export function mediaNode(media, words) {
  const address = safeUrl(media.url);
  if (!address) return el("p", { class: "broken", dir: "auto" }, media.name || media.url);
  const shown = { image, audio, video }[media.kind]?.(address, media, words) ?? file(address, media, words);
  if (!media.caption) return shown;
  return el("figure", { class: "figure" }, shown, el("figcaption", { dir: "auto" }, media.caption));
}

/** A place with its name and a way to a map. */
export function placeNode(place, words) {
  const at = `${place.latitude},${place.longitude}`;
  const map = `https://www.openstreetmap.org/?mlat=${place.latitude}&mlon=${place.longitude}#map=16/${at.replace(",", "/")}`;
  return el(
    "div",
    { class: "place" },
    icon("pin"),
    el(
      "div",
      { dir: "auto" },
      el("strong", {}, place.name || words.myLocation),
      place.address ? el("span", {}, place.address) : null,
      el("a", { href: map, target: "_blank", rel: "noopener noreferrer" }, words.map),
    ),
  );
}

/** A number of bytes as people read it. */
export function sizeText(bytes, language) {
  const [unit, scale] = bytes >= 1e6 ? ["megabyte", 1e6] : ["kilobyte", 1e3];
  const style = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(language, style).format(bytes / scale);
}

function image(address, media, words) {
  const picture = el("img", {
    src: address,
    alt: media.caption ? "" : media.name || words.image,
    loading: "lazy",
    decoding: "async",
    referrerpolicy: "no-referrer",
  });
  const frame = el(
    "a",
    { class: "picture", href: address, target: "_blank", rel: "noopener noreferrer", "aria-label": media.caption || media.name || words.image },
    picture,
  );
  picture.addEventListener("error", () => frame.replaceWith(file(address, media, words)));
  return frame;
}

function audio(address, media, words) {
  return el("audio", { src: address, controls: true, preload: "metadata", "aria-label": media.caption || media.name || words.file });
}

function video(address, media, words) {
  return el("video", { src: address, controls: true, playsinline: true, preload: "metadata", "aria-label": media.caption || media.name || words.file });
}

function file(address, media, words) {
  const name = media.name || decodeURIComponent(address.split(/[?#]/)[0].split("/").pop() || words.file);
  return el(
    "a",
    { class: "file", href: address, target: "_blank", rel: "noopener noreferrer" },
    icon("file"),
    el("span", { dir: "auto" }, el("b", {}, name), media.size ? el("small", {}, sizeText(media.size, words.language)) : null),
  );
}
