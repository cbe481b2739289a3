/** The longest e-mail address, in characters: RFC 5321 allows no more. */
export const MAX_ADDRESS = 254;

const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]+$/;

/** Whether a text, spaces around it apart, is one plain e-mail address. */
export const isAddress = (text: string): boolean => text.length <= MAX_ADDRESS && ADDRESS.test(text.trim());

/** The spelling by which addresses are compared. */
export const normalAddress = (address: string): string => address.trim().toLowerCase();

/** The Message-ID under which a message is sent, however often it is tried. */
export const messageIdOf = (id: string, from: string): string => `<${id}@${from.split('@').at(-1) ?? 'localhost'}>`;

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 4 * 3_600_000;

/** The most often that a message is tried. */
export const MAX_ATTEMPTS = 8;

/** When a message is tried again after its `attempts`th try failed for now; each pause is twice the one before, up to four hours. */
export const nextTryAfter = (attempts: number, now: Date): Date =>
  new Date(now.getTime() + Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, attempts - 1), LONGEST_PAUSE_MS));

/** Whether a failed try may succeed later: a server's 4xx, or no server at all (RFC 5321, 4.2.1). */
export const isForNow = (responseCode: number | null): boolean => responseCode === null || responseCode < 500;
