// The light markup of bots, as elements: **bold**, *italic*, `code`, [label](address), addresses.
// The twin of engine/channels/fitting/markup.py. Nothing of a text becomes HTML.

import type { ReactNode } from "react";

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

export function Marked({ text }: { text: string }) {
  return <span className="tw-marked" dir="auto">{marked(text)}</span>;
}

function marked(text: string): ReactNode[] {
  const found: ReactNode[] = [];
  let from = 0;
  for (const part of text.matchAll(PARTS)) {
    if (part.index > from) found.push(text.slice(from, part.index));
    found.push(<Part key={part.index} groups={part.groups ?? {}} whole={part[0]} />);
    from = part.index + part[0].length;
  }
  if (from < text.length) found.push(text.slice(from));
  return found;
}

function Part({ groups, whole }: { groups: Record<string, string | undefined>; whole: string }) {
  const { label, href, address, code, bold, star, line, mail } = groups;
  if (label && href) return SAFE.test(href) ? <Link href={href}>{marked(label)}</Link> : <>{whole}</>;
  if (address) return <Link href={address}>{address}</Link>;
  if (mail) return <Link href={`mailto:${mail}`}>{mail}</Link>;
  if (code) return <code>{code}</code>;
  if (bold) return <strong>{marked(bold)}</strong>;
  return <em>{marked(star ?? line ?? "")}</em>;
}

function Link({ href, children }: { href: string; children: ReactNode }) {
  return <a href={href} target="_blank" rel="noopener noreferrer">{children}</a>;
}
