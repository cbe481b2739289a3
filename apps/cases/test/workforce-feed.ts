import type { CloudEvent } from '@courtesy/events';
import { applyPage, type Database } from '@courtesy/persistence';
import { siteReaction } from '../src/reactions/site.reaction.ts';
import { clock } from './cases-world.ts';
import { idOf } from './named-ids.ts';

interface Told {
  readonly type: string;
  readonly subject: string;
  readonly data: object;
}

/** A site of a region, as workforce tells of it. Here and below everything goes by its name in the spec. */
export const site = (name: string, region: string): Told => ({
  ...{ type: 'courtesy.site.opened.v1', subject: idOf(name) },
  data: { name, regionId: idOf(region), timeZone: 'Europe/London' },
});

/** Somebody of a role at a site, as workforce tells of them. */
export const person = (name: string, role: string, place: string, team: string | null = null): Told => ({
  ...{ type: 'courtesy.person.joined.v1', subject: idOf(name) },
  data: {
    ...{ displayName: name, role, siteId: idOf(place), teamId: team && idOf(team), managerId: null },
    joinedAt: '2020-01-01T00:00:00.000Z',
  },
});

/** A shift, as workforce tells of it. */
export const shift = (who: string, place: string, startsAt: string, endsAt: string): Told => ({
  ...{ type: 'courtesy.shift.scheduled.v1', subject: `shft_${who}_${startsAt}` },
  data: { personId: idOf(who), siteId: idOf(place), startsAt, endsAt },
});

/** The same shift, called off. */
export const calledOff = (scheduled: Told): Told => ({
  ...{ type: 'courtesy.shift.cancelled.v1', subject: scheduled.subject },
  data: { ...scheduled.data, reason: 'Ill' },
});

/** Leave that was approved, as workforce tells of it. */
export const leave = (who: string, from: string, until: string, status = 'APPROVED'): Told => ({
  ...{ type: 'courtesy.leave.changed.v1', subject: `leav_${who}_${from}` },
  data: { personId: idOf(who), from, until, status },
});

/** Lets the service read these next in workforce's feed. */
export async function workforceTells(database: Database, ...told: readonly Told[]): Promise<void> {
  const [cursor] = await database.manager.query<{ place: string }[]>(
    `SELECT place FROM feed_cursor WHERE feed = 'workforce'`,
  );
  const from = cursor?.place ?? '0.0';
  const last = Number(from.split('.')[1]);
  const events = told.map((each, i): CloudEvent => ({
    ...{ specversion: '1.0', id: `1.${last + i + 1}`, source: '/courtesy/workforce', sequence: 1 },
    ...{ time: clock().toISOString(), datacontenttype: 'application/json' },
    ...each,
  }));
  const next = events.at(-1)?.id ?? from;
  if (!(await applyPage(database, siteReaction, { from, next, events, now: clock() }))) throw new Error('Not read');
}

/** A skill on record, as workforce tells of it; its key is the name without the prefix. */
export const skill = (name: string): Told => ({
  ...{ type: 'courtesy.skill.defined.v1', subject: idOf(name) },
  data: { key: name.replace('skil_', ''), name, isRetired: false },
});

/** Somebody has a skill, as workforce tells of it. */
export const hasSkill = (who: string, of: string, level = 3, validUntil: string | null = null): Told => ({
  ...{ type: 'courtesy.skill.gained.v1', subject: idOf(who) },
  data: { personId: idOf(who), skillId: idOf(of), level, since: '2020-01-01T00:00:00.000Z', validUntil },
});

/** Somebody no longer has a skill, as workforce tells of it. */
export const skillExpired = (who: string, of: string, at: string): Told => ({
  ...{ type: 'courtesy.skill.expired.v1', subject: idOf(who) },
  data: { personId: idOf(who), skillId: idOf(of), at, because: 'EXPIRED' },
});

/** What somebody does on duty, as workforce tells of it. */
export const present = (who: string, presence: string): Told => ({
  ...{ type: 'courtesy.presence.changed.v1', subject: idOf(who) },
  data: { personId: idOf(who), presence, since: clock().toISOString() },
});

/** How much of the whole somebody is to be given, as workforce tells of it. */
export const worksAt = (who: string, percent: number, from = '2020-01-01T00:00:00.000Z'): Told => ({
  ...{ type: 'courtesy.working-capacity.changed.v1', subject: idOf(who) },
  data: { personId: idOf(who), steps: [{ from, percent }] },
});

/** Somebody has left, as workforce tells of it. */
export const left = (who: string): Told => ({
  ...{ type: 'courtesy.person.left.v1', subject: idOf(who) },
  data: { leftAt: clock().toISOString() },
});
