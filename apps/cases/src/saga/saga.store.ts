import type { EntityManager } from 'typeorm';
import type { Saga, StepEntry } from './saga.ts';

/** What is changed of a saga's row. */
export type SagaChange = Partial<Pick<Saga, 'state' | 'ending' | 'endReason' | 'attempts' | 'lastError' | 'nextTryAt'>>;

interface SagaRow {
  readonly id: string;
  readonly kind: string;
  readonly state: Saga['state'];
  readonly ending: string | null;
  readonly end_reason: string | null;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly next_try_at: Date;
}

const COLUMNS = 'id, kind, state, ending, end_reason, attempts, last_error, next_try_at';

const sagaOf = (row: SagaRow): Saga => ({
  ...{ id: row.id, kind: row.kind, state: row.state, ending: row.ending, endReason: row.end_reason },
  ...{ attempts: row.attempts, lastError: row.last_error, nextTryAt: row.next_try_at },
});

/** Puts a new saga on record: the worker's turn from `at` on. */
export async function addSaga(
  manager: EntityManager,
  saga: { readonly id: string; readonly kind: string; readonly at: Date },
): Promise<void> {
  await manager.query(`INSERT INTO sagas (id, kind, state, attempts, next_try_at) VALUES ($1, $2, 'RUNNING', 0, $3)`, [
    saga.id,
    saga.kind,
    saga.at,
  ]);
}

/** Sagas by id, as they stand. */
export async function sagasOf(manager: EntityManager, ids: readonly string[]): Promise<Map<string, Saga>> {
  const rows = await manager.query<SagaRow[]>(`SELECT ${COLUMNS} FROM sagas WHERE id = ANY ($1)`, [ids]);
  return new Map(rows.map((row) => [row.id, sagaOf(row)]));
}

/** One saga, locked until the transaction ends. */
export async function lockSaga(manager: EntityManager, id: string): Promise<Saga | null> {
  const [row] = await manager.query<SagaRow[]>(`SELECT ${COLUMNS} FROM sagas WHERE id = $1 FOR UPDATE`, [id]);
  return row ? sagaOf(row) : null;
}

/** A worker's hold on one saga: nobody else works on it until the lease runs out, by the database's clock. */
export interface Lease {
  /** The word by which the worker is known. */
  readonly word: string;
  readonly ms: number;
}

/** What a worker takes: sagas of the kinds it knows. */
export interface Wanted {
  readonly now: Date;
  readonly lease: Lease;
  readonly kinds: readonly string[];
  readonly id?: string | null;
}

/** Takes the saga that is longest due, or the one named if it is due; null when there is none that nobody holds. */
export async function takeSaga(manager: EntityManager, { now, lease, kinds, id = null }: Wanted): Promise<Saga | null> {
  const [rows] = await manager.query<[SagaRow[], number]>(
    `WITH due AS (
       SELECT id FROM sagas
       WHERE state IN ('RUNNING', 'UNDOING') AND next_try_at <= $1 AND (leased_until IS NULL OR leased_until < now())
         AND ($4::text IS NULL OR id = $4) AND kind = ANY ($5)
       ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
     )
     UPDATE sagas AS taken SET lease = $2, leased_until = now() + make_interval(secs => $3::double precision / 1000)
     FROM due WHERE taken.id = due.id
     RETURNING ${COLUMNS.split(', ')
       .map((name) => `taken.${name}`)
       .join(', ')}`,
    [now, lease.word, lease.ms, id, kinds],
  );
  const [row] = rows;
  return row ? sagaOf(row) : null;
}

/** Makes a lease last anew and locks its saga until the transaction ends; null when the lease is another's by now. */
export async function holdSaga(manager: EntityManager, id: string, lease: Lease): Promise<Saga | null> {
  const [rows] = await manager.query<[SagaRow[], number]>(
    `UPDATE sagas SET leased_until = now() + make_interval(secs => $3::double precision / 1000)
     WHERE id = $1 AND lease = $2 RETURNING ${COLUMNS}`,
    [id, lease.word, lease.ms],
  );
  const [row] = rows;
  return row ? sagaOf(row) : null;
}

/** Lets a saga go, if the lease is still held. */
export async function releaseSaga(manager: EntityManager, id: string, lease: Lease): Promise<void> {
  await manager.query(`UPDATE sagas SET lease = NULL, leased_until = NULL WHERE id = $1 AND lease = $2`, [
    id,
    lease.word,
  ]);
}

const columnOf: Readonly<Record<keyof SagaChange, string>> = {
  state: 'state',
  ending: 'ending',
  endReason: 'end_reason',
  attempts: 'attempts',
  lastError: 'last_error',
  nextTryAt: 'next_try_at',
};

/** Changes a saga that the caller has locked. */
export async function saveSaga(manager: EntityManager, id: string, change: SagaChange): Promise<void> {
  const given = Object.entries(change) as [keyof SagaChange, unknown][];
  const assignments = given.map(([name], place) => `${columnOf[name]} = $${place + 2}`);
  await manager.query(`UPDATE sagas SET ${assignments.join(', ')} WHERE id = $1`, [
    id,
    ...given.map(([, value]) => value),
  ]);
}

/** Adds an entry to a saga's record. */
export async function addEntry(manager: EntityManager, entry: StepEntry): Promise<void> {
  const { id, sagaId, step, direction, phase, answer, problem, at } = entry;
  await manager.query(
    `INSERT INTO saga_steps (id, saga_id, step, direction, phase, answer, problem, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, sagaId, step, direction, phase, answer === null ? null : JSON.stringify(answer), problem, at],
  );
}

type EntryRow = Omit<StepEntry, 'sagaId'> & { readonly saga_id: string };

/** The records of sagas, in the order in which they were written. */
export async function entriesOf(manager: EntityManager, ids: readonly string[]): Promise<Map<string, StepEntry[]>> {
  const rows = await manager.query<EntryRow[]>(
    `SELECT id, saga_id, step, direction, phase, answer, problem, at FROM saga_steps WHERE saga_id = ANY ($1) ORDER BY position`,
    [ids],
  );
  const entries = rows.map(({ saga_id, ...entry }): StepEntry => ({ ...entry, sagaId: saga_id }));
  return Map.groupBy(entries, ({ sagaId }) => sagaId);
}

/** The next instant at which a saga of these kinds is due that nobody holds; null when there is none. */
export async function nextSagaDueAt(manager: EntityManager, kinds: readonly string[]): Promise<Date | null> {
  const [row] = await manager.query<{ next_try_at: Date }[]>(
    `SELECT next_try_at FROM sagas
     WHERE state IN ('RUNNING', 'UNDOING') AND (leased_until IS NULL OR leased_until < now()) AND kind = ANY ($1)
     ORDER BY next_try_at LIMIT 1`,
    [kinds],
  );
  return row?.next_try_at ?? null;
}
