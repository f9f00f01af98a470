// Ids that are free: readable, and never changed afterwards.

/** `wanted`, or `wanted_2` and so on where that is taken. */
export function freshId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}_${number}`)) number += 1;
  return `${wanted}_${number}`;
}
