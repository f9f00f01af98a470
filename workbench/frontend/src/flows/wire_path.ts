// The line of an edge: a bend to the right, and around the cards where it leads back.

/** A path, and the middle of it. */
export type WirePath = [path: string, x: number, y: number];

/** How far a line that leads back goes out before it turns. */
const OUT = 44;
/** Lines that end at about the height where they begin pass below the cards. */
const LEVEL = 90;
const BELOW = 110;

export function wirePath(x1: number, y1: number, x2: number, y2: number): WirePath {
  const middle: [number, number] = [(x1 + x2) / 2, (y1 + y2) / 2];
  if (x2 >= x1 + 8) {
    const bend = Math.max(26, (x2 - x1) / 2);
    return [`M${x1},${y1}C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`, ...middle];
  }
  const y = Math.abs(y2 - y1) < LEVEL ? Math.max(y1, y2) + BELOW : middle[1];
  const x = middle[0];
  return [`M${x1},${y1}C${x1 + OUT},${y1} ${x1 + OUT},${y} ${x},${y}S${x2 - OUT},${y2} ${x2},${y2}`, x, y];
}
