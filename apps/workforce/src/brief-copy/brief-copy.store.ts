import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import type { Batch } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import { findPeople } from '../person/person.store.ts';
import { presenceTable } from '../presence/presence.table.ts';
import { shiftTable } from '../shift/shift.table.ts';
import type { Shift, Span } from '../shift/shift.ts';
import { unreadBy, type BriefCopy, type BriefReading } from './brief-copy.ts';
import { briefCopyTable, briefReadingTable } from './brief-copy.table.ts';

/** The versions on record of these bulletins and briefs. */
export const copiesOf = (manager: EntityManager, briefIds: readonly string[]): Promise<BriefCopy[]> =>
  manager.createQueryBuilder(briefCopyTable, 'b').where('b.briefId = ANY (:briefIds)', { briefIds }).getMany();

/** The versions that may be live within a time, and those that take the place of another in it. */
const copiesDuring = (manager: EntityManager, { startsAt, endsAt }: Span): Promise<BriefCopy[]> =>
  manager
    .createQueryBuilder(briefCopyTable, 'b')
    .where(
      `b.briefId IN (SELECT c.brief_id FROM brief_copies c WHERE c.must_read AND c.live_from <= :endsAt
         AND (c.live_until IS NULL OR c.live_until > :startsAt) AND (c.withdrawn_at IS NULL OR c.withdrawn_at > :startsAt))`,
      { startsAt, endsAt },
    )
    .getMany();

const readingsOf = (
  manager: EntityManager,
  personIds: readonly string[],
  briefVersionIds: readonly string[],
): Promise<BriefReading[]> =>
  manager
    .createQueryBuilder(briefReadingTable, 'r')
    .where('r.personId = ANY (:personIds) AND r.briefVersionId = ANY (:briefVersionIds)', {
      ...{ personIds, briefVersionIds },
    })
    .getMany();

/** What people are to read before they begin shifts at these instants, and had not by then; in the order of the shifts. */
export async function unreadBefore(
  manager: EntityManager,
  begun: readonly { readonly shift: Shift; readonly at: Date }[],
): Promise<BriefCopy[][]> {
  if (begun.length === 0) return [];
  const times = begun.map(({ at }) => at.getTime());
  const span = { startsAt: new Date(Math.min(...times)), endsAt: new Date(Math.max(...times)) };
  const copies = await copiesDuring(manager, span);
  if (copies.length === 0) return begun.map(() => []);
  const personIds = [...new Set(begun.map(({ shift }) => shift.personId))];
  const people = await findPeople(manager, personIds);
  const versionIds = copies.map(({ id }) => id);
  const readings = Map.groupBy(await readingsOf(manager, personIds, versionIds), ({ personId }) => personId);
  return begun.map(({ shift: { personId, siteId }, at }) => {
    const jobRole = people.get(personId)?.jobRole ?? '';
    return unreadBy(copies, readings.get(personId) ?? [], { jobRole, siteId, at });
  });
}

/** When each of these shifts was begun. */
async function startsOf(manager: EntityManager, shiftIds: readonly string[]): Promise<Map<string, Date>> {
  const started = await manager
    .createQueryBuilder(presenceTable, 'p')
    .where(`p.shiftId = ANY (:shiftIds) AND p.act = 'STARTED'`, { shiftIds })
    .getMany();
  return new Map(started.map(({ shiftId, since }) => [shiftId ?? '', since]));
}

/**
 * What was unread when each shift was begun, or is unread of what will be live at its start: for whoever works it, and whoever leads them. Null for
 * everybody else, and for shifts that were called off.
 */
export const unreadBriefsOfShifts: Batch<readonly BriefCopy[]> = async ({ db, actor }, ids) => {
  const sees = actor.scopes.includes('workforce:sensitive') ? actor : { ...actor, reach: 'OWN' as const };
  const shifts = await db.manager
    .createQueryBuilder(shiftTable, 's')
    .where(...withinReach(sees, { person: 's.personId', site: 's.siteId' }))
    .andWhere(`s.id = ANY (:ids) AND s.status <> 'CANCELLED'`, { ids })
    .getMany();
  const starts = await startsOf(db.manager, ids);
  const begun = shifts.map((shift) => ({ shift, at: starts.get(shift.id) ?? shift.startsAt }));
  const unread = await unreadBefore(db.manager, begun);
  const known = new Map(shifts.map(({ id }, i) => [id, unread[i] ?? []]));
  return ids.map((id) => known.get(id) ?? null);
};

/** Keeps versions that were published; one that is on record stays as it is. */
export async function keepCopies(manager: EntityManager, copies: readonly BriefCopy[]): Promise<void> {
  await insertRows(manager, briefCopyTable, copies, '(id) DO NOTHING');
}

/** Keeps from when versions are not live any more. */
export async function keepWithdrawn(manager: EntityManager, copies: readonly BriefCopy[]): Promise<void> {
  if (copies.length === 0) return;
  const rows = copies.map(({ id, withdrawnAt }) => ({ id, withdrawnAt }));
  await updateRows(manager, briefCopyTable, rows);
}

/** Keeps that somebody read versions. */
export async function keepReadings(manager: EntityManager, readings: readonly BriefReading[]): Promise<void> {
  await insertRows(manager, briefReadingTable, readings, '(id) DO NOTHING');
}
