// Numbers as they stand in a file: JavaScript does not tell 8.0 from 8, the file does.

/** How a number was written, by its path as `/nodes/pay/params/timeout_s`. */
export type Numbers = Map<string, string>;

interface WithSource {
  source?: string;
}

/** A text as JSON, and how those of its numbers were written that would come out otherwise. */
export function parse(text: string): { value: unknown; numbers: Numbers } {
  const numbers: Numbers = new Map();
  const odd = new Map<object, Map<string, string>>();
  const value: unknown = JSON.parse(text, function (this: object, key: string, item: unknown, ...rest: WithSource[]) {
    const source = rest[0]?.source;
    if (typeof item === "number" && source !== undefined && source !== String(item)) {
      const known = odd.get(this) ?? new Map<string, string>();
      odd.set(this, known.set(key, source));
    }
    return item;
  } as (key: string, value: unknown) => unknown);
  if (odd.size) collect(value, "", odd, numbers);
  return { value, numbers };
}

/** A number as Python writes it; `known` is how it stood in the file, used while it is the same. */
export function written(value: number, known?: string): string {
  if (known !== undefined && Number(known) === value) return known;
  const text = String(value);
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 53) return text;
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= 16 || power < -4) {
    return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  return text.includes("e") ? value.toFixed(-power + digits.replace(/\D/g, "").length - 1) : text;
}

function collect(value: unknown, path: string, odd: Map<object, Map<string, string>>, into: Numbers): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, source] of odd.get(value) ?? []) into.set(`${path}/${key}`, source);
  for (const [key, inner] of Object.entries(value)) collect(inner, `${path}/${key}`, odd, into);
}
