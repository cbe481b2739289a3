import type { KnownEvent } from '@courtesy/events';
import { reactionOf, reactionPart, type Reaction } from '@courtesy/persistence';
import { absencePart, leavingPart, readinessPart } from '../assignment/absence.reaction.ts';
import { SEARCH_AGAIN } from '../escalation/climb.store.ts';

// One statement may touch a row once, so the last word on each site, person, shift and leave is all that is written.

function regionsIn(events: readonly KnownEvent[]) {
  const sites = events.flatMap(({ type, subject, data }) =>
    type === 'courtesy.site.opened.v1' || type === 'courtesy.site.changed.v1'
      ? [[subject, { id: subject, region_id: data.regionId }] as const]
      : [],
  );
  return [...new Map(sites).values()];
}

function peopleIn(events: readonly KnownEvent[]) {
  const people = events.flatMap(({ type, subject, data }) => {
    if (type !== 'courtesy.person.joined.v1' && type !== 'courtesy.person.moved.v1') return [];
    const { role, siteId, teamId, managerId } = data;
    return [[subject, { id: subject, role, site_id: siteId, team_id: teamId, manager_id: managerId }] as const];
  });
  return [...new Map(people).values()];
}

function leaversIn(events: readonly KnownEvent[]) {
  const left = events.flatMap(({ type, subject, data }) =>
    type === 'courtesy.person.left.v1' ? [[subject, { id: subject, left_at: data.leftAt }] as const] : [],
  );
  return [...new Map(left).values()];
}

function shiftsIn(events: readonly KnownEvent[]) {
  const shifts = events.flatMap(({ type, subject: id, data }) => {
    if (
      type !== 'courtesy.shift.scheduled.v1' &&
      type !== 'courtesy.shift.changed.v1' &&
      type !== 'courtesy.shift.cancelled.v1'
    )
      return [];
    const when = { starts_at: data.startsAt, ends_at: data.endsAt };
    const cancelled = type === 'courtesy.shift.cancelled.v1';
    return [[id, { id, person_id: data.personId, site_id: data.siteId, ...when, cancelled }] as const];
  });
  return [...new Map(shifts).values()];
}

function leaveIn(events: readonly KnownEvent[]) {
  const leave = events.flatMap(({ type, subject: id, data }) => {
    if (type !== 'courtesy.leave.changed.v1') return [];
    const { personId, from, until, status } = data;
    return [[id, { id, person_id: personId, from_at: from, until_at: until, status }] as const];
  });
  return [...new Map(leave).values()];
}

/** The SQL that keeps rows of a copy under their ids, the columns of a row overwritten by a later word on it. */
const keeping = (table: string, columns: readonly string[]) => `
  INSERT INTO ${table} (id, ${columns.join(', ')})
  SELECT id, ${columns.join(', ')} FROM json_populate_recordset(NULL::${table}, $1::json)
  ON CONFLICT (id) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`;

const KEEP_SITES = keeping('site_copy', ['region_id']);
const KEEP_PEOPLE = keeping('person_copy', ['role', 'site_id', 'team_id', 'manager_id']);
const KEEP_SHIFTS = keeping('shift_copy', ['person_id', 'site_id', 'starts_at', 'ends_at', 'cancelled']);
const KEEP_LEAVE = keeping('leave_copy', ['person_id', 'from_at', 'until_at', 'status']);
const KEEP_LEAVERS = `
  UPDATE person_copy AS c SET left_at = l.left_at FROM json_populate_recordset(NULL::person_copy, $1::json) AS l WHERE l.id = c.id`;

/** Keeps which region each site lies in, where people stand, and when they are on shift or away: who sees a case, and who is there to take it over, is decided in SQL. */
const placesPart = reactionPart(
  [
    ...(['courtesy.site.opened.v1', 'courtesy.site.changed.v1'] as const),
    ...(['courtesy.person.joined.v1', 'courtesy.person.moved.v1', 'courtesy.person.left.v1'] as const),
    ...(['courtesy.shift.scheduled.v1', 'courtesy.shift.changed.v1', 'courtesy.shift.cancelled.v1'] as const),
    'courtesy.leave.changed.v1',
  ],
  async (tx, events) => {
    const save = async (sql: string, rows: readonly object[]) => {
      if (rows.length > 0) await tx.manager.query(sql, [JSON.stringify(rows)]);
      return rows.length;
    };
    await save(KEEP_SITES, regionsIn(events));
    await save(KEEP_PEOPLE, peopleIn(events));
    // After the others: somebody may join and leave within one page, and whoever left does not come back.
    await save(KEEP_LEAVERS, leaversIn(events));
    const changed = (await save(KEEP_SHIFTS, shiftsIn(events))) + (await save(KEEP_LEAVE, leaveIn(events)));
    if (changed > 0) for (const sql of SEARCH_AGAIN) await tx.manager.query(sql);
  },
);

/** What cases take from workforce's feed. Offers are taken back after all that is told of people is kept. */
export const siteReaction: Reaction = reactionOf('workforce', [placesPart, readinessPart, leavingPart, absencePart]);
