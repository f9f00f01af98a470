// The light markup of bots, read: **bold**, *italic*, _italic_, `code`, [label](address), addresses.
// The twin of engine/channels/fitting/markup.py.

export type Mark =
  | { kind: "text" | "code"; text: string }
  | { kind: "strong" | "em"; inside: Mark[] }
  | { kind: "link"; href: string; inside: Mark[] };

const ADDRESS = String.raw`https?:\/\/[^\s<>"'${"`"}]+[^\s<>"'${"`"}.,;:!?…)*_]`;
const PARTS = new RegExp(
  [
    String.raw`\[(?<label>[^\]\n]{1,300})\]\((?<href>[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)`,
    `(?<address>${ADDRESS})`,
    "`(?<code>[^`\\n]+)`",
    String.raw`\*\*(?=\S)(?<bold>[^\n]*?\S)\*\*`,
    String.raw`(?<![\w*])\*(?=[^\s*])(?<star>[^*\n]*?[^\s*])\*(?![\w*])`,
    String.raw`(?<![\w_])_(?=[^\s_])(?<line>[^_\n]*?[^\s_])_(?![\w_])`,
    String.raw`(?<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)`,
  ].join("|"),
  "gu",
);
const SAFE = /^(https?:|mailto:|tel:)/i;

export function marksOf(text: string): Mark[] {
  const found: Mark[] = [];
  let from = 0;
  for (const part of text.matchAll(PARTS)) {
    if (part.index > from) found.push({ kind: "text", text: text.slice(from, part.index) });
    found.push(markOf(part.groups ?? {}, part[0]));
    from = part.index + part[0].length;
  }
  if (from < text.length) found.push({ kind: "text", text: text.slice(from) });
  return found;
}

function markOf(groups: Record<string, string | undefined>, whole: string): Mark {
  const { label, href, address, code, bold, star, line, mail } = groups;
  if (label && href) {
    // A link that would run something is text like any other.
    return SAFE.test(href) ? { kind: "link", href, inside: marksOf(label) } : { kind: "text", text: whole };
  }
  if (address) return { kind: "link", href: address, inside: [{ kind: "text", text: address }] };
  if (mail) return { kind: "link", href: `mailto:${mail}`, inside: [{ kind: "text", text: mail }] };
  if (code) return { kind: "code", text: code };
  if (bold) return { kind: "strong", inside: marksOf(bold) };
  return { kind: "em", inside: marksOf(star ?? line ?? "") };
}
