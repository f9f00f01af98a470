// Shares as people of a language write them.

/** A share from 0 to 1 in percent. */
export function percent(share: number, language: string, digits = 1): string {
  return share.toLocaleString(language, { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits });
}
