import type { KnownEvent } from '@courtesy/events';
import type { EntityManager } from 'typeorm';

/** The events that tell what people can do, how much of it, and whether they are there. */
export const readinessEvents = [
  'courtesy.skill.defined.v1',
  'courtesy.skill.gained.v1',
  'courtesy.skill.expired.v1',
  'courtesy.working-capacity.changed.v1',
  'courtesy.presence.changed.v1',
] as const;

type ReadinessEvent = KnownEvent<(typeof readinessEvents)[number]>;

/** One row of what somebody can do. */
interface SkillRow {
  readonly person_id: string;
  readonly skill_id: string;
  readonly level: number;
  readonly since_at: string;
  readonly valid_until: string | null;
}

/** The end of a skill of somebody that is on record already. */
interface SkillEnd {
  readonly person_id: string;
  readonly skill_id: string;
  readonly valid_until: string;
}

/** The last word on each skill of each person: that they have it, perhaps up to an instant, or that what is on record ended. */
function skillsIn(events: readonly ReadinessEvent[]): { gained: SkillRow[]; ended: SkillEnd[] } {
  const gained = new Map<string, SkillRow>();
  const ended = new Map<string, SkillEnd>();
  for (const { type, data } of events) {
    if (type !== 'courtesy.skill.gained.v1' && type !== 'courtesy.skill.expired.v1') continue;
    const key = `${data.personId} ${data.skillId}`;
    const of = { person_id: data.personId, skill_id: data.skillId };
    const known = gained.get(key);
    if (type === 'courtesy.skill.gained.v1') {
      ended.delete(key);
      gained.set(key, { ...of, level: data.level, since_at: data.since, valid_until: data.validUntil });
    } else if (known) gained.set(key, { ...known, valid_until: data.at });
    else ended.set(key, { ...of, valid_until: data.at });
  }
  return { gained: [...gained.values()], ended: [...ended.values()] };
}

const definitionsIn = (events: readonly ReadinessEvent[]) =>
  lastOf(events, (event) =>
    event.type === 'courtesy.skill.defined.v1'
      ? { id: event.subject, key: event.data.key, is_retired: event.data.isRetired }
      : null,
  );

const capacitiesIn = (events: readonly ReadinessEvent[]) =>
  lastOf(events, ({ type, data }) =>
    type === 'courtesy.working-capacity.changed.v1' ? { id: data.personId, steps: data.steps } : null,
  ).map(({ id, steps }) => ({ person_id: id, steps }));

const presencesIn = (events: readonly ReadinessEvent[]) =>
  lastOf(events, ({ type, data }) =>
    type === 'courtesy.presence.changed.v1' ? { id: data.personId, presence: data.presence, since: data.since } : null,
  ).map(({ id, presence, since }) => ({ person_id: id, presence, since_at: since }));

/** The last word on each thing: one statement may touch a row once. */
function lastOf<T extends { readonly id: string }>(
  events: readonly ReadinessEvent[],
  rowOf: (event: ReadinessEvent) => T | null,
): T[] {
  const rows = events.flatMap((event) => rowOf(event) ?? []);
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

const keeping = (table: string, key: readonly string[], columns: readonly string[]) => `
  INSERT INTO ${table} (${[...key, ...columns].join(', ')})
  SELECT ${[...key, ...columns].join(', ')} FROM json_populate_recordset(NULL::${table}, $1::json)
  ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`;

const KEEP_DEFINITIONS = keeping('skill_copy', ['id'], ['key', 'is_retired']);
const KEEP_SKILLS = keeping('person_skill_copy', ['person_id', 'skill_id'], ['level', 'since_at', 'valid_until']);
const KEEP_CAPACITIES = keeping('working_capacity_copy', ['person_id'], ['steps']);
const KEEP_PRESENCES = keeping('presence_copy', ['person_id'], ['presence', 'since_at']);
const END_SKILLS = `
  UPDATE person_skill_copy AS c SET valid_until = least(c.valid_until, e.valid_until)
  FROM json_populate_recordset(NULL::person_skill_copy, $1::json) AS e WHERE e.person_id = c.person_id AND e.skill_id = c.skill_id`;

/** Keeps what a page of workforce's feed tells of skills, capacity and presence: the last word on each, a statement for each kind that is told of. */
export async function keepReadiness(manager: EntityManager, events: readonly ReadinessEvent[]): Promise<void> {
  const { gained, ended } = skillsIn(events);
  for (const [sql, rows] of [
    [KEEP_DEFINITIONS, definitionsIn(events)],
    [KEEP_SKILLS, gained],
    [END_SKILLS, ended],
    [KEEP_CAPACITIES, capacitiesIn(events)],
    [KEEP_PRESENCES, presencesIn(events)],
  ] as const)
    if (rows.length > 0) await manager.query(sql, [JSON.stringify(rows)]);
}
