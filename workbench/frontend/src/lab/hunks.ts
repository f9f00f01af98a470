// A text changed where it differs, line by line: so that two people's edits of one file, in places
// of their own, both stay.

export interface Hunk {
  /** Characters of the old text that give way to `value`. */
  start: number;
  end: number;
  value: string;
}

/** What turns one text into another, from the end backwards, so that each can be applied in turn. */
export function hunks(before: string, after: string): Hunk[] {
  const [a, b] = [lines(before), lines(after)];
  let top = 0;
  while (top < a.length && top < b.length && a[top] === b[top]) top += 1;
  let bottom = 0;
  while (bottom < a.length - top && bottom < b.length - top && a.at(-1 - bottom) === b.at(-1 - bottom)) bottom += 1;
  const starts = offsets(a);
  const found: Hunk[] = [];
  for (const [from, to, lower, upper] of differing(a.slice(top, a.length - bottom), b.slice(top, b.length - bottom))) {
    const value = b.slice(top + lower, top + upper).join("");
    found.push({ start: starts[top + from]!, end: starts[top + to]!, value });
  }
  return found.reverse();
}

function lines(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function offsets(parts: string[]): number[] {
  const found = [0];
  for (const part of parts) found.push(found.at(-1)! + part.length);
  return found;
}

/** Runs of lines [from, to) of `a` that stand as [lower, upper) of `b`: a longest common
 * subsequence over lines that are rare enough to be anchors, else one run. */
function differing(a: string[], b: string[]): [number, number, number, number][] {
  if (a.length === 0 && b.length === 0) return [];
  const found: [number, number, number, number][] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...anchors(a, b), [a.length, b.length] as const]) {
    if (x > i || y > j) found.push([i, x, j, y]);
    [i, j] = [x + 1, y + 1];
  }
  return found;
}

/** Lines that occur once on each side, in an order that both keep (patience diff, B. Cohen). */
function anchors(a: string[], b: string[]): [number, number][] {
  const places = new Map<string, number>();
  b.forEach((line, index) => places.set(line, places.has(line) ? -1 : index));
  const seen = new Map<string, number>();
  for (const line of a) seen.set(line, (seen.get(line) ?? 0) + 1);
  const pairs: [number, number][] = [];
  a.forEach((line, index) => {
    const place = places.get(line);
    if (seen.get(line) === 1 && place !== undefined && place >= 0) pairs.push([index, place]);
  });
  return longestRising(pairs);
}

function longestRising(pairs: [number, number][]): [number, number][] {
  const tails: number[] = [];
  const before: number[] = [];
  pairs.forEach(([, y], index) => {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[tails[middle]!]![1] < y) low = middle + 1;
      else high = middle;
    }
    before[index] = low ? tails[low - 1]! : -1;
    tails[low] = index;
  });
  const found: [number, number][] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at]!) found.unshift(pairs[at]!);
  return found;
}
