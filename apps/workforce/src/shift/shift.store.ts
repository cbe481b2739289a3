import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import type { ShiftFilter } from '@courtesy/graph-types/workforce';
import { withinReach } from '../directory/reach.store.ts';
import { shiftTable } from './shift.table.ts';
import type { Shift, Span } from './shift.ts';

const earliestFirst: KeysetOrder<Shift> = { by: ['startsAt', 'id'], direction: 'ASC' };
const latestFirst: KeysetOrder<Shift> = { by: ['startsAt', 'id'], direction: 'DESC' };

const filterFields: Readonly<Record<Exclude<keyof ShiftFilter, 'and' | 'or' | 'not'>, string>> = {
  person: 's.personId',
  site: 's.siteId',
  startsAt: 's.startsAt',
  endsAt: 's.endsAt',
  status: 's.status',
};

/** The shifts an actor may see: their own, and those of people and sites within their reach. */
function visibleShifts(manager: EntityManager, actor: Actor): SelectQueryBuilder<Shift> {
  return manager
    .createQueryBuilder(shiftTable, 's')
    .where(...withinReach(actor, { person: 's.personId', site: 's.siteId' }));
}

/** Loads shifts by id, as far as the caller may see them. */
export const shiftsById = byId(({ db, actor }) => visibleShifts(db.manager, actor));

/** The shifts of each person, the latest first. */
export const shiftsOfPeople = nestedPages<Shift>({
  rows: ({ db, actor }) => visibleShifts(db.manager, actor),
  of: 'personId',
  order: latestFirst,
});

/** The shifts that were published with each roster, the latest first. */
export const shiftsOfRosters = nestedPages<Shift>({
  rows: ({ db, actor }) => visibleShifts(db.manager, actor),
  of: 'rosterId',
  order: latestFirst,
});

/** Who is not away on leave at `:at`, and has not left. */
const IS_THERE = `NOT EXISTS (SELECT 1 FROM leaves l WHERE l.person_id = s.personId AND l.status = 'APPROVED'
  AND l.from_at <= :at AND l.until_at > :at)
  AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = s.personId AND p.left_at <= :at)`;

/** The shifts that are worked at each site at an instant, by those who are not on leave. */
export const onShiftAtSites: Batch<Connection<Shift>, PageArgs & { readonly at: string }> = (
  context,
  siteIds,
  { at, ...page },
) =>
  nestedPages<Shift>({
    rows: ({ db, actor }) =>
      visibleShifts(db.manager, actor)
        .andWhere(`s.status = 'SCHEDULED' AND s.startsAt <= :at AND s.endsAt > :at AND ${IS_THERE}`)
        .setParameter('at', at),
    of: 'siteId',
    order: earliestFirst,
  })(context, siteIds, page);

/** A page of the shifts the actor may see, the earliest first. */
export function listShifts(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly where?: ShiftFilter | null | undefined; readonly now: Date },
): Promise<Connection<Shift>> {
  const shifts = visibleShifts(manager, actor);
  applyFilter(shifts, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(shifts, earliestFirst, query);
}

/** One shift that the actor may see, locked until the transaction ends. */
export function lockShift(manager: EntityManager, actor: Actor, id: string): Promise<Shift | null> {
  return visibleShifts(manager, actor).andWhere('s.id = :id', { id }).setLock('pessimistic_write').getOne();
}

/** The shifts of these people that share time with a span and are not cancelled. The caller has locked the people. */
export async function shiftsDuring(
  manager: EntityManager,
  personIds: readonly string[],
  { startsAt, endsAt }: Span,
): Promise<Shift[]> {
  return manager
    .createQueryBuilder(shiftTable, 's')
    .where('s.personId = ANY (:personIds)', { personIds })
    .andWhere(`s.status <> 'CANCELLED' AND s.startsAt < :endsAt AND s.endsAt > :startsAt`, { startsAt, endsAt })
    .orderBy('s.startsAt')
    .getMany();
}

/** The shifts at a site that share time with a span and are not cancelled, whoever asks: rules of cover count all of them. */
export const shiftsAtSite = (manager: EntityManager, siteId: string, { startsAt, endsAt }: Span): Promise<Shift[]> =>
  manager
    .createQueryBuilder(shiftTable, 's')
    .where('s.siteId = :siteId', { siteId })
    .andWhere(`s.status <> 'CANCELLED' AND s.startsAt < :endsAt AND s.endsAt > :startsAt`, { startsAt, endsAt })
    .orderBy('s.startsAt')
    .getMany();

/** Adds shifts. */
export async function addShifts(manager: EntityManager, shifts: readonly Shift[]): Promise<void> {
  await insertRows(manager, shiftTable, shifts);
}

/** Overwrites a shift that the caller has locked. */
export const saveShift = (manager: EntityManager, shift: Shift): Promise<void> =>
  updateRows(manager, shiftTable, [shift]);
