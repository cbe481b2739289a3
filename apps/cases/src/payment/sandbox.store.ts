import type { EntityManager } from 'typeorm';
import type { CallsBefore, PaymentRequest } from './provider.ts';

/** What an entry of the sandbox's ledger says of a payment. */
export type SandboxEntry = 'TAKEN' | 'PAID' | 'DECLINED' | 'REVERSED' | 'BARRED';

/** Serialises all that concerns one payment until the transaction ends. */
export async function lockPayment(manager: EntityManager, key: string): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`sandbox:${key}`]);
}

/** Notes that a call came, and says how many came before it. */
export async function noteCall(
  manager: EntityManager,
  key: string,
  call: { readonly kind: 'REFUND' | 'LOOKUP' | 'REVERSE'; readonly at: Date },
): Promise<CallsBefore> {
  const rows = await manager.query<{ call: string; count: number }[]>(
    `SELECT call, count(*)::integer AS count FROM sandbox_calls WHERE key = $1 GROUP BY call`,
    [key],
  );
  await manager.query(`INSERT INTO sandbox_calls (key, call, at) VALUES ($1, $2, $3)`, [key, call.kind, call.at]);
  const before = (kind: string) => rows.find((row) => row.call === kind)?.count ?? 0;
  return { refunds: before('REFUND'), lookups: before('LOOKUP') };
}

/** What the ledger says of a payment. */
export async function entriesAbout(manager: EntityManager, key: string): Promise<Set<SandboxEntry>> {
  const rows = await manager.query<{ entry: SandboxEntry }[]>(`SELECT entry FROM sandbox_ledger WHERE key = $1`, [key]);
  return new Set(rows.map(({ entry }) => entry));
}

/** Adds an entry; one that is there already stays. What is not said of the payment is taken from its first entry. */
export async function enter(
  manager: EntityManager,
  key: string,
  { entry, at, request }: { readonly entry: SandboxEntry; readonly at: Date; readonly request?: PaymentRequest },
): Promise<void> {
  const { means, minor, currency, reference } = request ?? {};
  await manager.query(
    `INSERT INTO sandbox_ledger (key, entry, means, minor, currency, reference, at)
     SELECT $1, $2, COALESCE($3, first.means), COALESCE($4::bigint, first.minor), COALESCE($5, first.currency), COALESCE($6, first.reference), $7
     FROM (SELECT 1) AS one LEFT JOIN LATERAL (SELECT * FROM sandbox_ledger WHERE key = $1 ORDER BY position LIMIT 1) AS first ON TRUE
     ON CONFLICT (key, entry) DO NOTHING`,
    [key, entry, means ?? null, minor === undefined ? null : String(minor), currency ?? null, reference ?? null, at],
  );
}
