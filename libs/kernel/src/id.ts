import { decodeBase32, encodeBase32 } from './base32.ts';

/**
 * A global id, the value of GraphQL's `ID` for every node: what it names, an underscore, and a UUIDv7 in 26 lower-case letters
 * of Crockford's base32, as in `case_01jzk3v5m8e9ha2rrt0c7y4qfd`. Opaque to clients. Ids of one prefix sort by the time they
 * were made, and each has exactly one spelling, so it can be compared as text.
 */
export type Id<Prefix extends string = string> = `${Prefix}_${string}`;

/** What an id says: the kind of thing, and the UUID in its usual spelling for a `uuid` column. */
export interface ParsedId {
  readonly prefix: string;
  readonly uuid: string;
}

const PREFIX = /^[a-z][a-z0-9]{0,15}$/;
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const LATEST_MS = 2 ** 48 - 1;
const ENTROPY_BITS = 74n;
const ENTROPY_BYTES = 10;

/**
 * Makes an id from the time (milliseconds since 1970) and random bytes; the same arguments make the same id.
 * The last ten bytes are read as one number whose low 74 bits become the random part in order: within one millisecond,
 * pass {@link nextEntropy} of the last bytes instead of fresh ones and the ids rise strictly.
 * @throws RangeError for a prefix that is not lower-case letters and digits, a time outside 1970..10889, or fewer than ten bytes.
 */
export function createId<Prefix extends string>(prefix: Prefix, nowMs: number, random: Uint8Array): Id<Prefix> {
  requirePrefix(prefix);
  if (!Number.isInteger(nowMs) || nowMs < 0 || nowMs > LATEST_MS) {
    throw new RangeError(`An id needs the time in whole milliseconds since 1970, not ${nowMs}.`);
  }
  const entropy = entropyOf(random);
  const head = (BigInt(nowMs) << 16n) | 0x7000n | (entropy >> 62n);
  const tail = (2n << 62n) | (entropy & ((1n << 62n) - 1n));
  return `${prefix}_${encodeBase32((head << 64n) | tail)}`;
}

/**
 * The ten bytes that follow `random` in order, for the next id of the same millisecond.
 * @throws RangeError when the random part is used up (all 74 bits set): wait for the next millisecond.
 */
export function nextEntropy(random: Uint8Array): Uint8Array {
  let rest = entropyOf(random) + 1n;
  if (rest >> ENTROPY_BITS) throw new RangeError('No further id fits into this millisecond.');
  const next = new Uint8Array(ENTROPY_BYTES);
  for (let index = ENTROPY_BYTES - 1; index >= 0; index--, rest >>= 8n) next[index] = Number(rest & 255n);
  return next;
}

/** Reads an id; null when the text is not one in its exact spelling. */
export function parseId(text: string): ParsedId | null {
  const cut = text.indexOf('_');
  const prefix = text.slice(0, Math.max(cut, 0));
  const number = decodeBase32(text.slice(cut + 1));
  if (!PREFIX.test(prefix) || number === null) return null;
  const hex = number.toString(16).padStart(32, '0');
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return UUID_V7.test(uuid) ? { prefix, uuid } : null;
}

/** Writes the id of a stored UUID: the reverse of {@link parseId}. @throws RangeError when `uuid` is not a lower-case UUIDv7. */
export function formatId<Prefix extends string>(prefix: Prefix, uuid: string): Id<Prefix> {
  requirePrefix(prefix);
  if (!UUID_V7.test(uuid)) throw new RangeError(`"${uuid}" is not a UUIDv7 in lower case.`);
  return `${prefix}_${encodeBase32(BigInt(`0x${uuid.replaceAll('-', '')}`))}`;
}

/** Whether the text is a well-formed id of this kind of thing. */
export function isIdOf<Prefix extends string>(prefix: Prefix, text: string): text is Id<Prefix> {
  return parseId(text)?.prefix === prefix;
}

/** When the id was made, in milliseconds since 1970; null when the text is no id. */
export function timeOfId(text: string): number | null {
  const id = parseId(text);
  return id && Number.parseInt(id.uuid.slice(0, 8) + id.uuid.slice(9, 13), 16);
}

function requirePrefix(prefix: string): void {
  if (!PREFIX.test(prefix))
    throw new RangeError(`"${prefix}" is not an id prefix: 1 to 16 lower-case letters and digits.`);
}

function entropyOf(random: Uint8Array): bigint {
  if (random.length < ENTROPY_BYTES)
    throw new RangeError(`An id needs ${ENTROPY_BYTES} random bytes, not ${random.length}.`);
  let entropy = 0n;
  for (const byte of random.subarray(-ENTROPY_BYTES)) entropy = (entropy << 8n) | BigInt(byte);
  return BigInt.asUintN(Number(ENTROPY_BITS), entropy);
}
