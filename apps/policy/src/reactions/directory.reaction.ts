import type { KnownEvent } from '@courtesy/events';
import type { Reaction, Transaction } from '@courtesy/persistence';
import { endHeld, keepGained } from '../skill/skill-copy.store.ts';

type Rows = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

const only = (rows: Rows) => JSON.stringify([...rows].map(([id, row]) => ({ id, ...row })));

// One statement may touch a row once, so the last word on each person and site is all that is written.
function lastWords(events: readonly KnownEvent[]) {
  const sites = new Map<string, { readonly region_id: string }>();
  const people = new Map<
    string,
    { readonly role: string; readonly site_id: string; readonly team_id: string | null }
  >();
  const leavers = new Map<string, { readonly left_at: string }>();
  for (const { type, subject, data } of events) {
    if (type === 'courtesy.site.opened.v1' || type === 'courtesy.site.changed.v1')
      sites.set(subject, { region_id: data.regionId });
    if (type === 'courtesy.person.joined.v1' || type === 'courtesy.person.moved.v1')
      people.set(subject, { role: data.role, site_id: data.siteId, team_id: data.teamId });
    if (type === 'courtesy.person.left.v1') leavers.set(subject, { left_at: data.leftAt });
  }
  return { sites, people, leavers };
}

async function keep({ manager }: Transaction, events: readonly KnownEvent[]): Promise<void> {
  const { sites, people, leavers } = lastWords(events);
  await manager.query(
    `INSERT INTO site_copy (id, region_id) SELECT id, region_id FROM json_populate_recordset(NULL::site_copy, $1::json)
     ON CONFLICT (id) DO UPDATE SET region_id = excluded.region_id`,
    [only(sites)],
  );
  await manager.query(
    `INSERT INTO person_copy (id, role, site_id, team_id)
     SELECT id, role, site_id, team_id FROM json_populate_recordset(NULL::person_copy, $1::json)
     ON CONFLICT (id) DO UPDATE SET role = excluded.role, site_id = excluded.site_id, team_id = excluded.team_id`,
    [only(people)],
  );
  // After the others: somebody may join and leave within one page, and whoever left does not come back.
  await manager.query(
    `UPDATE person_copy AS c SET left_at = l.left_at FROM json_populate_recordset(NULL::person_copy, $1::json) AS l WHERE l.id = c.id`,
    [only(leavers)],
  );
}

/** Keeps who has which skill, in the order in which it was told: a skill may be lost and gained again within one page. */
async function keepSkills({ manager }: Transaction, events: readonly KnownEvent[]): Promise<void> {
  for (const { type, data } of events) {
    if (type === 'courtesy.skill.gained.v1') await keepGained(manager, data, [data.since, data.validUntil]);
    if (type === 'courtesy.skill.expired.v1') await endHeld(manager, data, data.at);
  }
}

/**
 * Keeps where people stand in the organisation, what they can do and where its sites lie: whom a policy is for, whom a caller sees and what they
 * may decide is decided in SQL.
 */
export const directoryReaction: Reaction = {
  feed: 'workforce',
  types: [
    'courtesy.site.opened.v1',
    'courtesy.site.changed.v1',
    'courtesy.person.joined.v1',
    'courtesy.person.moved.v1',
    'courtesy.person.left.v1',
    'courtesy.skill.gained.v1',
    'courtesy.skill.expired.v1',
  ],
  apply: async (tx, events) => {
    await keep(tx, events);
    await keepSkills(tx, events);
  },
};
