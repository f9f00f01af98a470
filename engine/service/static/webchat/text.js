// A message's text as nodes: links, and in the bot's texts **bold**, *italic* and `code`.

import { el, safeUrl } from "./dom.js";

const LINK = String.raw`(?<url>https?:\/\/[^\s<>"'\u0060]+)|(?<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)`;
const MARKS = String.raw`\[(?<label>[^\]\n]{1,300})\]\((?<target>[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)`
  + String.raw`|\*\*(?<bold>(?=\S)[^\n]*?\S)\*\*`
  + String.raw`|(?<![\p{L}\p{N}*])\*(?<italic>(?=[^\s*])[^*\n]*?[^\s*])\*(?![\p{L}\p{N}*])`
  + String.raw`|(?<![\p{L}\p{N}_])_(?<slanted>(?=[^\s_])[^_\n]*?[^\s_])_(?![\p{L}\p{N}_])`
  + "|`(?<code>[^`\n]+)`";
const PLAIN = new RegExp(LINK, "gu");
const MARKED = new RegExp(`${MARKS}|${LINK}`, "gu");
const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}[\p{Emoji_Modifier}\u{FE0F}\u{200D}]*|\p{RI}{2}|\s){1,12}$/u;
const DEPTH = 3;

/** The text as nodes to append; `marked` reads the bot's light markup too. */
export function textNodes(text, marked, depth = 0) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(marked ? MARKED : PLAIN)) {
    const node = nodeOf(match, marked && depth < DEPTH, depth);
    if (!node) continue;
    if (match.index > from) nodes.push(text.slice(from, match.index));
    nodes.push(...node);
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}

/** Whether a text is a few emoji and nothing else, which are shown large. */
export function isOnlyEmoji(text) {
  return text.length > 0 && ONLY_EMOJI.test(text) && text.trim().length > 0;
}

function nodeOf(match, marked, depth) {
  const found = match.groups;
  if (found.url) return bareLink(found.url);
  if (found.mail) return [link(`mailto:${found.mail}`, [found.mail])];
  const inside = (text) => textNodes(text, marked, depth + 1);
  if (found.label) {
    const address = safeUrl(found.target);
    return address && [link(address, [found.label])];
  }
  if (found.bold) return [el("strong", {}, inside(found.bold))];
  if (found.italic || found.slanted) return [el("em", {}, inside(found.italic ?? found.slanted))];
  return found.code ? [el("code", {}, found.code)] : null;
}

// The full stop after an address belongs to the sentence, and so does a bracket opened before it.
function bareLink(found) {
  let address = found.replace(/[.,;:!?…*_]+$/u, "");
  if (address.endsWith(")") && !address.includes("(")) address = address.slice(0, -1);
  const url = safeUrl(address);
  return url && [link(url, [address]), found.slice(address.length)];
}

function link(address, children) {
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, children);
}
