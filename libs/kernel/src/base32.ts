/** Crockford's alphabet, whose order is also ASCII order: text sorts as the number does. No i, l, o or u to misread. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 26;

const values = new Map([...ALPHABET].map((letter, value) => [letter, BigInt(value)]));

/** Writes a 128-bit number as 26 lower-case letters of Crockford's base32. */
export function encodeBase32(number: bigint): string {
  let rest = number;
  let text = '';
  for (let position = 0; position < LENGTH; position++) {
    text = ALPHABET.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return text;
}

/** Reads what {@link encodeBase32} wrote; null for any other spelling, so that one number has one text. */
export function decodeBase32(text: string): bigint | null {
  if (text.length !== LENGTH || text.charAt(0) > '7') return null;
  let number = 0n;
  for (const letter of text) {
    const value = values.get(letter);
    if (value === undefined) return null;
    number = (number << 5n) | value;
  }
  return number;
}
