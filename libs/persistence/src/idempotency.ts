import { createHash } from 'node:crypto';
import { BadInput } from './bad-input.ts';
import type { Transaction } from './database.ts';

/** The same idempotency key came again with another input. Nothing was done. */
export interface IdempotencyKeyReused {
  readonly type: 'IdempotencyKeyReused';
  readonly key: string;
}

/** The SQL of the table of answers given, for a migration. */
export function idempotencyV1(appRole: string): string[] {
  return [
    `CREATE TABLE idempotency (
       subject text NOT NULL,
       operation text NOT NULL,
       key text NOT NULL,
       input_digest text NOT NULL,
       answer text,
       answered_at timestamptz(3) NOT NULL,
       CONSTRAINT idempotency_pkey PRIMARY KEY (subject, operation, key)
     )`,
    `GRANT SELECT, INSERT, UPDATE ON idempotency TO "${appRole}"`,
  ];
}

/** JSON that keeps dates and big integers apart from text, so that a stored answer comes back as it was. */
export const encodeAnswer = (answer: unknown): string =>
  JSON.stringify(answer, function (this: Record<string, unknown>, name: string, value: unknown) {
    const original = this[name];
    if (original instanceof Date) return { $date: original.toISOString() };
    return typeof value === 'bigint' ? { $bigint: value.toString() } : value;
  });

/** The inverse of {@link encodeAnswer}. */
export const decodeAnswer = <T>(text: string): T =>
  JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$date' in value) return new Date(String(value.$date));
    return '$bigint' in value ? BigInt(String(value.$bigint)) : value;
  }) as T;

const canonical = (value: unknown): unknown => {
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(canonical);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, canonical(v)]),
  );
};

/** The longest idempotency key, in characters: it is part of an index. */
export const MAX_IDEMPOTENCY_KEY = 200;

/** One request that may come more than once. */
export interface OnceRequest {
  /** The caller's own word for this request; null or absent runs the work each time. */
  readonly key: string | null | undefined;
  /** The mutation's name. */
  readonly operation: string;
  /** Who asks: two callers may use the same key. */
  readonly subject: string;
  readonly input: unknown;
  readonly now: Date;
}

/**
 * Does `work` at most once per key, inside the caller's transaction: the same key and input get the first answer again, two requests at
 * the same time give one effect, and the same key with another input is {@link IdempotencyKeyReused}. Throws {@link BadInput} for a key
 * of more than {@link MAX_IDEMPOTENCY_KEY} characters.
 */
export async function once<T>(
  tx: Transaction,
  request: OnceRequest,
  work: () => Promise<T>,
): Promise<T | IdempotencyKeyReused> {
  if (!request.key) return work();
  if (request.key.length > MAX_IDEMPOTENCY_KEY) {
    throw new BadInput(`An idempotency key has at most ${MAX_IDEMPOTENCY_KEY} characters, not ${request.key.length}.`);
  }
  const identity = [request.subject, request.operation, request.key];
  const digest = createHash('sha256')
    .update(encodeAnswer(canonical(request.input)))
    .digest('hex');
  const claimed = await tx.manager.query<unknown[]>(
    `INSERT INTO idempotency (subject, operation, key, input_digest, answered_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING RETURNING key`,
    [...identity, digest, request.now],
  );
  if (claimed.length === 0) {
    const [earlier] = await tx.manager.query<{ input_digest: string; answer: string }[]>(
      `SELECT input_digest, answer FROM idempotency WHERE subject = $1 AND operation = $2 AND key = $3`,
      identity,
    );
    if (earlier?.input_digest !== digest) return { type: 'IdempotencyKeyReused', key: request.key };
    return decodeAnswer<T>(earlier.answer);
  }
  const answer = await work();
  await tx.manager.query(`UPDATE idempotency SET answer = $4 WHERE subject = $1 AND operation = $2 AND key = $3`, [
    ...identity,
    encodeAnswer(answer),
  ]);
  return answer;
}
