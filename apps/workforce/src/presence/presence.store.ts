import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import type { Batch } from '@courtesy/subgraph';
import { trainingDuring } from '../course-session/course-session.store.ts';
import { withinReach } from '../directory/reach.store.ts';
import { leaveTable } from '../leave/leave.table.ts';
import type { Shift, Span } from '../shift/shift.ts';
import { shiftTable } from '../shift/shift.table.ts';
import { adherenceOf, type ShiftAdherence } from './adherence.ts';
import type { PersonPresence } from './presence.ts';
import { presenceTable } from './presence.table.ts';

const SITE_OF_PERSON = '(SELECT p.site_id FROM people p WHERE p.id = r.personId)';

/** What each person does now, as far as the caller sees the person. */
export const presenceOfPeople: Batch<PersonPresence> = async ({ db, actor }, ids) => {
  const found = await db.manager
    .createQueryBuilder(presenceTable, 'r')
    .distinctOn(['r.personId'])
    .where(...withinReach(actor, { person: 'r.personId', site: SITE_OF_PERSON }))
    .andWhere('r.personId = ANY (:ids)', { ids })
    .orderBy('r.personId')
    .addOrderBy('r.sequence', 'DESC')
    .getMany();
  const known = new Map(found.map((each) => [each.personId, each]));
  return ids.map((id) => known.get(id) ?? null);
};

/** The last thing that somebody did; null before there is any. The caller has locked them. */
export const lastPresence = (manager: EntityManager, personId: string): Promise<PersonPresence | null> =>
  manager
    .createQueryBuilder(presenceTable, 'r')
    .where('r.personId = :personId', { personId })
    .orderBy('r.sequence', 'DESC')
    .limit(1)
    .getOne();

/** What is on record as part of a shift, in order. */
export const presencesOfShift = (manager: EntityManager, shiftId: string): Promise<PersonPresence[]> =>
  manager
    .createQueryBuilder(presenceTable, 'r')
    .where('r.shiftId = :shiftId', { shiftId })
    .orderBy('r.sequence')
    .getMany();

/** What these people did within a span, in order, each one's last before it among them. */
export const presencesDuring = (
  manager: EntityManager,
  personIds: readonly string[],
  { startsAt, endsAt }: Span,
): Promise<PersonPresence[]> =>
  manager
    .createQueryBuilder(presenceTable, 'r')
    .where('r.personId = ANY (:personIds) AND r.since < :endsAt', { personIds, startsAt, endsAt })
    .andWhere(
      `(r.since >= :startsAt OR r.sequence = (SELECT max(b.sequence) FROM presences b
         WHERE b.person_id = r.personId AND b.since < :startsAt))`,
    )
    .orderBy('r.personId')
    .addOrderBy('r.sequence')
    .getMany();

/** Adds what somebody does. */
export async function addPresence(manager: EntityManager, presence: PersonPresence): Promise<void> {
  await insertRows(manager, presenceTable, [presence]);
}

/** The shifts whose adherence the caller may see: their own, and for who makes rosters those within reach. Cancelled ones have none. */
function shiftsToAccountFor(...[{ db, actor }, ids]: Parameters<Batch<ShiftAdherence>>): Promise<Shift[]> {
  const sees = actor.scopes.includes('workforce:sensitive') ? actor : { ...actor, reach: 'OWN' as const };
  return db.manager
    .createQueryBuilder(shiftTable, 's')
    .where(...withinReach(sees, { person: 's.personId', site: 's.siteId' }))
    .andWhere(`s.id = ANY (:ids) AND s.status <> 'CANCELLED'`, { ids })
    .getMany();
}

/** The approved leave of these people that shares time with a span. */
export const leavesDuring = (manager: EntityManager, personIds: readonly string[], { startsAt, endsAt }: Span) =>
  manager
    .createQueryBuilder(leaveTable, 'l')
    .where(`l.personId = ANY (:personIds) AND l.status = 'APPROVED'`, { personIds })
    .andWhere('l.from < :endsAt AND l.until > :startsAt', { startsAt, endsAt })
    .getMany();

/** How each shift was kept up to now, in four statements for all of them. */
export const adherenceOfShifts: Batch<ShiftAdherence> = async (context, ids, args) => {
  const shifts = await shiftsToAccountFor(context, ids, args);
  if (shifts.length === 0) return ids.map(() => null);
  const { manager } = context.db;
  const personIds = [...new Set(shifts.map(({ personId }) => personId))];
  const times = shifts.flatMap(({ startsAt, endsAt }) => [startsAt.getTime(), endsAt.getTime()]);
  const span = { startsAt: new Date(Math.min(...times)), endsAt: new Date(Math.max(...times)) };
  const leaves = Map.groupBy(await leavesDuring(manager, personIds, span), ({ personId }) => personId);
  const presences = Map.groupBy(await presencesDuring(manager, personIds, span), ({ personId }) => personId);
  const trainings = Map.groupBy(await trainingDuring(manager, personIds, span), ({ personId }) => personId);
  const known = new Map(shifts.map((shift) => [shift.id, shift]));
  return ids.map((id) => {
    const shift = known.get(id);
    if (!shift) return null;
    const away = (leaves.get(shift.personId) ?? []).map(({ from, until }) => ({ startsAt: from, endsAt: until }));
    const done = presences.get(shift.personId) ?? [];
    const learning = trainings.get(shift.personId) ?? [];
    return adherenceOf(shift, { leaves: away, trainings: learning, presences: done, now: context.now() });
  });
};
