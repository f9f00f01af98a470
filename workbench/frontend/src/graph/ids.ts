// Ids that read well and are free: `ask_size`, `ask_size_2`.

/** An id made of a text: lower case letters, digits and _, beginning with a letter. */
export function idOf(text: string, otherwise = "node"): string {
  const plain = text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 40)
    .replace(/_+$/, "");
  return plain || otherwise;
}

/** Whether something can be an id as files name them. */
export function isId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,119}$/.test(text);
}

/** The wished id, or the first with a number that nobody has. */
export function freeId(wish: string, isTaken: (id: string) => boolean): string {
  if (!isTaken(wish)) return wish;
  const stem = wish.replace(/_\d+$/, "");
  for (let number = 2; ; number += 1) {
    const id = `${stem}_${number}`;
    if (!isTaken(id)) return id;
  }
}
