import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages, type Actor } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { Shift } from '../shift/shift.ts';
import { shiftTable } from '../shift/shift.table.ts';
import type { ShiftSwap } from './shift-swap.ts';
import { shiftSwapTable } from './shift-swap.table.ts';

const SITE_OF_SHIFT = '(SELECT sh.site_id FROM shifts sh WHERE sh.id = w.shiftId)';

/** Swaps are between two: an actor sees their own, and with roster:write those of people and sites within their reach. */
function visible(manager: EntityManager, actor: Actor): SelectQueryBuilder<ShiftSwap> {
  const sees = actor.scopes.includes('roster:write') ? actor : { ...actor, reach: 'OWN' as const };
  const [reach, parameters] = withinReach(sees, { person: 'w.personId', site: SITE_OF_SHIFT });
  return manager
    .createQueryBuilder(shiftSwapTable, 'w')
    .where(`(${reach} OR w.partnerId = :partner)`, { ...parameters, partner: actor.personId ?? null });
}

/** Loads swaps by id, as far as the caller may see them. */
export const swapsById = byId(({ db, actor }) => visible(db.manager, actor));

/** The swaps that each person asked for or was asked for, the latest first. */
export const swapsOfPeople = nestedPages<ShiftSwap>({
  rows: ({ db, actor }) => visible(db.manager, actor),
  of: (owner) => `(w.personId = ${owner} OR w.partnerId = ${owner})`,
  order: { by: ['requestedAt', 'id'], direction: 'DESC' },
});

/** One swap that the actor may see, locked until the transaction ends. */
export const lockSwap = (manager: EntityManager, actor: Actor, id: string): Promise<ShiftSwap | null> =>
  visible(manager, actor).andWhere('w.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Whether a shift is in a swap that is not decided. */
export const hasOpenSwap = (manager: EntityManager, shiftId: string): Promise<boolean> =>
  manager
    .createQueryBuilder(shiftSwapTable, 'w')
    .where(`w.shiftId = :shiftId AND w.status IN ('REQUESTED', 'ACCEPTED')`, { shiftId })
    .getExists();

/** These shifts, locked until the transaction ends in the order of their ids, whoever asks: a swap that one sees names them. */
export const lockShifts = (manager: EntityManager, ids: readonly string[]): Promise<Shift[]> =>
  manager
    .createQueryBuilder(shiftTable, 's')
    .where('s.id = ANY (:ids)', { ids })
    .orderBy('s.id')
    .setLock('pessimistic_write')
    .getMany();

/** Adds a swap. */
export async function addSwap(manager: EntityManager, swap: ShiftSwap): Promise<void> {
  await insertRows(manager, shiftSwapTable, [swap]);
}

/** Overwrites a swap that the caller has locked. */
export const saveSwap = (manager: EntityManager, swap: ShiftSwap): Promise<void> =>
  updateRows(manager, shiftSwapTable, [swap]);
