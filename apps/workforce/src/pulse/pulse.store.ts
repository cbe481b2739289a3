import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { Person } from '../person/person.ts';
import { personTable } from '../person/person.table.ts';
import type { Pulse, PulseComment, PulsePerson, PulseTally } from './pulse.ts';
import { pulseCommentTable, pulsePersonTable, pulseTable, pulseTallyTable } from './pulse.table.ts';

/** The pulses an actor may see: those they are asked in, and with meeting:write those of their team or within their reach. */
function visiblePulses(manager: EntityManager, actor: Actor): SelectQueryBuilder<Pulse> {
  const leads = actor.scopes.includes('meeting:write');
  const [reach, parameters] = leads
    ? withinReach(actor, { person: 'NULL::text', site: 'p.site_id' })
    : (['FALSE', {}] as const);
  const isAsked = 'SELECT FROM pulse_people a WHERE a.pulse_id = p.id AND a.person_id = :viewer';
  const isTheirTeam = leads ? 'p.team_id = :viewerTeam' : 'FALSE';
  return manager.createQueryBuilder(pulseTable, 'p').where(`(EXISTS (${isAsked}) OR ${isTheirTeam} OR ${reach})`, {
    ...{ ...parameters, viewer: actor.personId ?? '', viewerTeam: actor.teamId ?? '' },
  });
}

/** Loads pulses by id, as far as the caller may see them. */
export const pulsesById = byId(({ db, actor }) => visiblePulses(db.manager, actor));

/** The pulses of each site and its teams, the latest first. */
export const pulsesOfSites = nestedPages<Pulse>({
  rows: ({ db, actor }) => visiblePulses(db.manager, actor),
  of: 'siteId',
  order: { by: ['openedAt', 'id'], direction: 'DESC' },
});

/** Whether the caller is asked in each pulse and has not answered. */
export const unansweredByMe: Batch<boolean> = async ({ db, actor }, ids) => {
  const found = await db.manager
    .createQueryBuilder(pulsePersonTable, 'a')
    .where('a.pulseId = ANY (:ids) AND a.personId = :viewer', { ids, viewer: actor.personId ?? '' })
    .getMany();
  return ids.map((id) => found.some(({ pulseId, hasAnswered }) => pulseId === id && !hasAnswered));
};

/** What was counted in each pulse. The caller has seen that the pulse is closed. */
export const talliesOfPulses: Batch<readonly PulseTally[]> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(pulseTallyTable, 't')
    .where('t.pulseId = ANY (:ids)', { ids })
    .orderBy('t.teamId')
    .addOrderBy('t.id')
    .getMany();
  const known = Map.groupBy(found, ({ pulseId }) => pulseId);
  return ids.map((id) => known.get(id) ?? []);
};

/** What was written in each pulse, in no order. The caller has seen that the pulse is closed and has answers enough. */
export const commentsOfPulses: Batch<readonly PulseComment[]> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(pulseCommentTable, 'c')
    .where('c.pulseId = ANY (:ids)', { ids })
    .orderBy('c.id')
    .getMany();
  const known = Map.groupBy(found, ({ pulseId }) => pulseId);
  return ids.map((id) => known.get(id) ?? []);
};

/** Who works in a team, or at a whole site, now. */
export const peopleAt = (
  manager: EntityManager,
  { siteId, teamId }: Pick<Pulse, 'siteId' | 'teamId'>,
): Promise<Person[]> =>
  manager
    .createQueryBuilder(personTable, 't')
    .where('t.leftAt IS NULL AND t.siteId = :siteId', { siteId })
    .andWhere('(:teamId::text IS NULL OR t.teamId = :teamId)', { teamId })
    .orderBy('t.id')
    .getMany();

/** Adds a pulse and those who are asked. */
export async function addPulse(manager: EntityManager, pulse: Pulse, people: readonly PulsePerson[]): Promise<void> {
  await insertRows(manager, pulseTable, [pulse]);
  await insertRows(manager, pulsePersonTable, people);
}

/** One pulse that the actor may see; those who answer hold it from being closed meanwhile, and nobody waits for another. */
export const lockPulse = (manager: EntityManager, actor: Actor, id: string): Promise<Pulse | null> =>
  visiblePulses(manager, actor).andWhere('p.id = :id', { id }).setLock('pessimistic_read').getOne();

/** That somebody is asked, locked until the transaction ends; null when they are not. */
export const lockAsked = (manager: EntityManager, pulseId: string, personId: string): Promise<PulsePerson | null> =>
  manager
    .createQueryBuilder(pulsePersonTable, 'a')
    .where('a.pulseId = :pulseId AND a.personId = :personId', { pulseId, personId })
    .setLock('pessimistic_write')
    .getOne();

/** Keeps that somebody answered, and counts what. */
export async function keepAnswers(
  manager: EntityManager,
  { id }: PulsePerson,
  said: { readonly tallies: readonly PulseTally[]; readonly comment: PulseComment | null },
): Promise<void> {
  await updateRows(manager, pulsePersonTable, [{ id, hasAnswered: true }]);
  // In one order everywhere, so that two who answer at once do not wait for each other.
  await insertRows(
    manager,
    pulseTallyTable,
    said.tallies.toSorted((a, b) => (a.question < b.question ? -1 : 1)),
    '(pulse_id, team_id, question, value) DO UPDATE SET answers = pulse_tallies.answers + 1',
  );
  if (said.comment) await insertRows(manager, pulseCommentTable, [said.comment]);
}

/** When the next pulse closes. */
export async function nextClosing(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ at: Date | null }[]>(
    `SELECT min(closes_at) AS at FROM pulses WHERE closed_at IS NULL`,
  );
  return row?.at ?? null;
}

/** Some pulses whose time is over, locked; others who look at the same time are given others. */
export const lockOverdue = (manager: EntityManager, at: Date, atMost: number): Promise<Pulse[]> =>
  manager
    .createQueryBuilder(pulseTable, 'p')
    .where('p.closedAt IS NULL AND p.closesAt <= least(:at, clock_timestamp())', { at })
    .orderBy('p.closesAt')
    .limit(atMost)
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .getMany();

/** Those who were asked in a pulse, by their ids. */
export const findAsked = (manager: EntityManager, pulseId: string): Promise<PulsePerson[]> =>
  manager
    .createQueryBuilder(pulsePersonTable, 'a')
    .where('a.pulseId = :pulseId', { pulseId })
    .orderBy('a.personId')
    .getMany();

/** What was counted in a pulse, in an order of its own. */
export const findTallies = (manager: EntityManager, pulseId: string): Promise<PulseTally[]> =>
  manager
    .createQueryBuilder(pulseTallyTable, 't')
    .where('t.pulseId = :pulseId', { pulseId })
    .orderBy('t.question')
    .addOrderBy('t.value')
    .addOrderBy('t.teamId')
    .getMany();

/** What was written in a pulse, in an order drawn by lot. */
export const findComments = (manager: EntityManager, pulseId: string): Promise<PulseComment[]> =>
  manager
    .createQueryBuilder(pulseCommentTable, 'c')
    .where('c.pulseId = :pulseId', { pulseId })
    .orderBy('random()')
    .getMany();

/** What is known of a pulse when it closes. */
interface Sealed {
  readonly people: readonly PulsePerson[];
  readonly tallies: readonly PulseTally[];
  readonly comments: readonly PulseComment[];
}

/** Keeps all that is known of a pulse anew, in the order given, in one transaction: which rows were written together, where and when tells nothing any more. */
export async function seal(manager: EntityManager, pulse: Pulse, { people, tallies, comments }: Sealed): Promise<void> {
  for (const table of [pulsePersonTable, pulseTallyTable, pulseCommentTable])
    await manager.delete(table, { pulseId: pulse.id });
  await insertRows(manager, pulsePersonTable, people);
  await insertRows(manager, pulseTallyTable, tallies);
  await insertRows(manager, pulseCommentTable, comments);
  await updateRows(manager, pulseTable, [{ id: pulse.id, closedAt: pulse.closedAt }]);
}
