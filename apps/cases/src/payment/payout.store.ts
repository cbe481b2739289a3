import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, timed, timedPages, type Actor, type Batch } from '@courtesy/subgraph';
import { visibleCases } from '../case/case.store.ts';
import { STUCK_AFTER, type Saga, type StepEntry } from '../saga/saga.ts';
import { entriesOf, sagasOf } from '../saga/saga.store.ts';
import type { Payout, PayoutKind } from './payout.ts';
import { payoutTable } from './payout.table.ts';

const latestFirst: KeysetOrder<Payout> = { by: ['requestedAt', 'id'], direction: 'DESC' };
const longestFirst: KeysetOrder<Payout> = { by: ['requestedAt', 'id'], direction: 'ASC' };

/** The payouts of one kind of the cases that an actor may see. */
function visiblePayouts(manager: EntityManager, actor: Actor, kind: PayoutKind): SelectQueryBuilder<Payout> {
  const payouts = manager.createQueryBuilder(payoutTable, 'p').where('p.kind = :kind', { kind });
  if (actor.reach === 'ALL') return payouts;
  const cases = visibleCases(manager, actor).andWhere('c.id = p.caseId').select('1');
  return payouts
    .andWhere(`EXISTS (${cases.getQuery()})`)
    .setParameters({ ...payouts.getParameters(), ...cases.getParameters() });
}

const loaders = (kind: PayoutKind) => ({
  byId: timed(
    byId<Payout>(({ db, actor }) => visiblePayouts(db.manager, actor, kind)),
    payoutTable,
  ),
  /** The pages of what was asked for on cases that the caller has been allowed to see, latest first. */
  ofCases: timedPages<Payout>(
    {
      rows: ({ db }) => db.manager.createQueryBuilder(payoutTable, 'p').where('p.kind = :kind', { kind }),
      of: 'caseId',
      order: latestFirst,
    },
    payoutTable,
  ),
});

/** How payouts of each kind are loaded, as far as the caller may see them, as they are and as they were known at an instant. */
export const payoutsBy: Readonly<Record<PayoutKind, ReturnType<typeof loaders>>> = {
  REFUND: loaders('REFUND'),
  AWARD: loaders('AWARD'),
};

/** A page of the payouts whose saga has gone unanswered several times in a row, the oldest first. */
export function listStuck(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly kind: PayoutKind },
): Promise<Connection<Payout>> {
  const stuck = visiblePayouts(manager, actor, query.kind).andWhere(
    `EXISTS (SELECT 1 FROM sagas WHERE sagas.id = p.id AND sagas.attempts >= :enough AND sagas.state IN ('RUNNING', 'UNDOING'))`,
    { enough: STUCK_AFTER },
  );
  return readPage(stuck, longestFirst, query);
}

/** One payout as it stands, locked until the transaction ends. Its saga is locked before it, always. */
export function lockPayout(
  manager: EntityManager,
  actor: Actor,
  { id, kind }: { readonly id: string; readonly kind: PayoutKind },
): Promise<Payout | null> {
  return visiblePayouts(manager, actor, kind).andWhere('p.id = :id', { id }).setLock('pessimistic_write').getOne();
}

/** One payout of whichever kind, for the worker; it must be there. */
export async function payoutOf(manager: EntityManager, id: string): Promise<Payout> {
  const found = await manager.createQueryBuilder(payoutTable, 'p').where('p.id = :id', { id }).getOne();
  if (!found) throw new Error(`There is no payout ${id}`);
  return found;
}

/** Adds a payout. */
export async function addPayout(manager: EntityManager, payout: Payout): Promise<void> {
  await insertRows(manager, payoutTable, [payout]);
}

/** Overwrites a payout that the caller has locked, or whose saga it has. */
export async function savePayout(manager: EntityManager, payout: Payout): Promise<void> {
  await updateRows(manager, payoutTable, [payout]);
}

/** Loads, for each payout, how its saga stands. */
export const sagasOfPayouts: Batch<Saga> = async ({ db }, ids) => {
  const found = await sagasOf(db.manager, ids);
  return ids.map((id) => found.get(id) ?? null);
};

/** Loads, for each payout, the record of its saga. */
export const entriesOfPayouts: Batch<readonly StepEntry[]> = async ({ db }, ids) => {
  const found = await entriesOf(db.manager, ids);
  return ids.map((id) => found.get(id) ?? []);
};
