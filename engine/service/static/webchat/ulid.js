// Ids that sort by time: 48 bits of milliseconds and 80 of chance, in Crockford's base 32.

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A new id of 26 characters. */
export function ulid(now = Date.now()) {
  let time = "";
  for (let left = now, i = 0; i < 10; i += 1, left = Math.floor(left / 32)) {
    time = ALPHABET[left % 32] + time;
  }
  const chance = crypto.getRandomValues(new Uint8Array(16));
  return time + Array.from(chance, (byte) => ALPHABET[byte % 32]).join("");
}
