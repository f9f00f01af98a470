// How many lines a text takes, before it is drawn: cards have their size before their first paint.

/** Sizes of a card, in pixels; flows.css draws with the same. */
export const SIZE = { width: 172, head: 28, kind: 13, line: 16, body: 11, row: 23, edge: 2, remark: 176 } as const;

export const FONTS = {
  text: "12px Inter, 'Segoe UI', Roboto, system-ui, sans-serif",
  title: "600 12px Inter, 'Segoe UI', Roboto, system-ui, sans-serif",
  small: "500 10px Inter, 'Segoe UI', Roboto, system-ui, sans-serif",
} as const;
export type Font = keyof typeof FONTS;

type Measure = (text: string, font: Font) => number;

/** The lines that a text takes in a width, `most` at most. */
export function linesOf(text: string, font: Font, width: number, most: number): number {
  const space = widthOf(" ", font);
  let lines = 1;
  let used = 0;
  for (const part of text.slice(0, 400).split(/(\n|\s+)/)) {
    if (part === "\n") [lines, used] = [lines + 1, 0];
    if (!part.trim()) continue;
    const wide = widthOf(part, font);
    const needed = used ? used + space + wide : wide;
    if (needed <= width) used = needed;
    else {
      // A word that is longer than a line is broken.
      lines += used ? Math.max(1, Math.ceil(wide / width)) : Math.ceil(wide / width) - 1;
      used = wide % width;
    }
    if (lines >= most) return most;
  }
  return lines;
}

const known = { text: new Map<string, number>(), title: new Map<string, number>(), small: new Map<string, number>() };
const MOST_KNOWN = 20_000;
let measure: Measure | undefined;

/** The width of a word or short text. */
export function widthOf(text: string, font: Font): number {
  const widths = known[font];
  let width = widths.get(text);
  if (width === undefined) {
    if (widths.size > MOST_KNOWN) widths.clear();
    measure ??= onCanvas() ?? guess;
    width = measure(text, font);
    widths.set(text, width);
  }
  return width;
}

function onCanvas(): Measure | undefined {
  if (typeof document === "undefined") return undefined;
  const drawing = document.createElement("canvas").getContext("2d");
  if (!drawing) return undefined;
  let current = "";
  return (text, font) => {
    if (current !== font) drawing.font = FONTS[(current = font) as Font];
    return drawing.measureText(text).width;
  };
}

/** Without a screen: near enough. */
function guess(text: string, font: Font): number {
  return text.length * { text: 6.2, title: 6.6, small: 5.2 }[font];
}
