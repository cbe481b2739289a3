import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages, type Actor } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { Span } from '../shift/shift.ts';
import type { Availability } from './availability.ts';
import { availabilityTable } from './availability.table.ts';

const SITE_OF_PERSON = '(SELECT p.site_id FROM people p WHERE p.id = a.personId)';

/** When somebody can work is theirs to know: an actor sees their own, and with roster:write that of people within their reach. */
function visible(manager: EntityManager, actor: Actor): SelectQueryBuilder<Availability> {
  const sees = actor.scopes.includes('roster:write') ? actor : { ...actor, reach: 'OWN' as const };
  return manager
    .createQueryBuilder(availabilityTable, 'a')
    .where(...withinReach(sees, { person: 'a.personId', site: SITE_OF_PERSON }));
}

/** Loads what people said of their time by id, as far as the caller may see it. */
export const availabilityById = byId(({ db, actor }) => visible(db.manager, actor));

/** What each person said of their time and did not take back, the latest first. */
export const availabilityOfPeople = nestedPages<Availability>({
  rows: ({ db, actor }) => visible(db.manager, actor).andWhere('a.withdrawnAt IS NULL'),
  of: 'personId',
  order: { by: ['recordedAt', 'id'], direction: 'DESC' },
});

/** One of them that the actor may see, locked until the transaction ends. */
export const lockAvailability = (manager: EntityManager, actor: Actor, id: string): Promise<Availability | null> =>
  visible(manager, actor).andWhere('a.id = :id', { id }).setLock('pessimistic_write').getOne();

/** What these people said of a time and did not take back, whoever asks: a roster keeps to it. */
export const availabilityDuring = (
  manager: EntityManager,
  personIds: readonly string[],
  { startsAt, endsAt }: Span,
): Promise<Availability[]> =>
  manager
    .createQueryBuilder(availabilityTable, 'a')
    .where('a.personId = ANY (:personIds) AND a.withdrawnAt IS NULL', { personIds })
    .andWhere('a.from < :endsAt AND (a.until IS NULL OR a.until > :startsAt)', { startsAt, endsAt })
    .orderBy('a.id')
    .getMany();

/** Adds what somebody says of their time. */
export async function addAvailability(manager: EntityManager, availability: Availability): Promise<void> {
  await insertRows(manager, availabilityTable, [availability]);
}

/** Overwrites what the caller has locked. */
export const saveAvailability = (manager: EntityManager, availability: Availability): Promise<void> =>
  updateRows(manager, availabilityTable, [availability]);
