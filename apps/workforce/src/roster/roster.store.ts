import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import { nestedPages, type Actor, type Batch, type Context } from '@courtesy/subgraph';
import type { Connection, PageArgs } from '@courtesy/persistence';
import { trainingDuring } from '../course-session/course-session.store.ts';
import type { TrainingBooking } from '../course-session/course-session.ts';
import { withinReach } from '../directory/reach.store.ts';
import { leaveTable } from '../leave/leave.table.ts';
import type { Leave } from '../leave/leave.ts';
import { shiftsDuring } from '../shift/shift.store.ts';
import type { Shift, Span } from '../shift/shift.ts';
import { conflictsOf, wholeOf, type PersonalRoster, type RosterBlock, type RosterConflict } from './roster.ts';
import { rosterBlockTable, type KeptBlock } from './roster.table.ts';
import { shrinkageOf, together, type Shrinkage } from './shrinkage.ts';

const SITE_OF_PERSON = '(SELECT p.site_id FROM people p WHERE p.id = b.personId)';

/** The blocks an actor may see: their own, and those of people within their reach. */
const visibleBlocks = (manager: EntityManager, actor: Actor): SelectQueryBuilder<KeptBlock> =>
  manager
    .createQueryBuilder(rosterBlockTable, 'b')
    .where(...withinReach(actor, { person: 'b.personId', site: SITE_OF_PERSON }));

/** From when to when, as batches are told it. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const spanOf = ({ from, to }: Period): Span => ({ startsAt: new Date(from), endsAt: new Date(to) });

/** The pages of the blocks of people that share time with a period, the earliest first. */
export const blocksOfPeople: Batch<Connection<RosterBlock>, PageArgs & Period> = (
  context,
  ids,
  { from, to, ...page },
) =>
  nestedPages<KeptBlock>({
    rows: ({ db, actor }) =>
      visibleBlocks(db.manager, actor).andWhere('b.from < :to AND b.until > :from', { from, to }),
    of: 'personId',
    order: { by: ['from', 'id'], direction: 'ASC' },
  })(context, ids, page);

/** The blocks of each visit, as far as the caller may see them. */
export const blocksOfVisits: Batch<RosterBlock[]> = async ({ db, actor }, visitIds) => {
  const blocks = await visibleBlocks(db.manager, actor)
    .andWhere('b.visitId = ANY (:visitIds)', { visitIds })
    .orderBy('b.personId')
    .getMany();
  const byVisit = Map.groupBy(blocks, ({ visitId }) => visitId);
  return visitIds.map((id) => byVisit.get(id) ?? []);
};

/** What the rosters of people hold within a time. */
export async function rostersOf(
  manager: EntityManager,
  personIds: readonly string[],
  span: Span,
): Promise<(personId: string) => PersonalRoster> {
  const { startsAt, endsAt } = span;
  const people = await manager.query<{ id: string }[]>(
    `SELECT id FROM people WHERE id = ANY ($1) AND (left_at IS NULL OR left_at > $2)`,
    [personIds, startsAt],
  );
  const shifts = await shiftsDuring(manager, personIds, span);
  const leaves = await manager
    .createQueryBuilder(leaveTable, 'l')
    .where(`l.personId = ANY (:personIds) AND l.status = 'APPROVED'`, { personIds })
    .andWhere('l.from < :endsAt AND l.until > :startsAt', { startsAt, endsAt })
    .orderBy('l.from')
    .getMany();
  const blocks = await manager
    .createQueryBuilder(rosterBlockTable, 'b')
    .where('b.personId = ANY (:personIds)', { personIds })
    .andWhere('b.from < :endsAt AND b.until > :startsAt', { startsAt, endsAt })
    .orderBy('b.from')
    .getMany();
  const trainings = await trainingDuring(manager, personIds, span);
  const employed = new Set(people.map(({ id }) => id));
  const of = <T extends { readonly personId: string }>(rows: readonly T[]) =>
    Map.groupBy(rows, ({ personId }) => personId);
  const known: [Map<string, Shift[]>, Map<string, Leave[]>, Map<string, KeptBlock[]>, Map<string, TrainingBooking[]>] =
    [of(shifts), of(leaves), of(blocks), of(trainings)];
  return (id) => ({
    ...{ isEmployed: employed.has(id), shifts: known[0].get(id) ?? [] },
    ...{ leaves: known[1].get(id) ?? [], blocks: known[2].get(id) ?? [] },
    trainings: known[3].get(id) ?? [],
  });
}

/** What is in the way of each of these blocks, in their order. A handful of statements, however many blocks. */
export async function conflictsAmong(
  manager: EntityManager,
  blocks: readonly RosterBlock[],
): Promise<(readonly RosterConflict[])[]> {
  if (blocks.length === 0) return [];
  const spans = blocks.map(wholeOf);
  const span: Span = {
    startsAt: new Date(Math.min(...spans.map(({ startsAt }) => startsAt.getTime()))),
    endsAt: new Date(Math.max(...spans.map(({ endsAt }) => endsAt.getTime()))),
  };
  const rosterOf = await rostersOf(manager, [...new Set(blocks.map(({ personId }) => personId))], span);
  return blocks.map((block) => conflictsOf(block, rosterOf(block.personId)));
}

/** What is in the way of blocks that the caller sees, by their ids. */
export const conflictsOfBlocks: Batch<readonly RosterConflict[]> = async ({ db, actor }, ids) => {
  const blocks = await visibleBlocks(db.manager, actor).andWhere('b.id = ANY (:ids)', { ids }).getMany();
  const conflicts = await conflictsAmong(db.manager, blocks);
  const byId = new Map(blocks.map(({ id }, i) => [id, conflicts[i] ?? []]));
  return ids.map((id) => byId.get(id) ?? []);
};

/** What is in the way of the visits of each person within a period. */
export const conflictsOfPeople: Batch<readonly RosterConflict[], Period> = async ({ db, actor }, personIds, period) => {
  const { startsAt, endsAt } = spanOf(period);
  const blocks = await visibleBlocks(db.manager, actor)
    .andWhere('b.personId = ANY (:personIds) AND b.from < :endsAt AND b.until > :startsAt')
    .setParameters({ personIds, startsAt, endsAt })
    .orderBy('b.from')
    .addOrderBy('b.id')
    .getMany();
  const found = Map.groupBy((await conflictsAmong(db.manager, blocks)).flat(), ({ personId }) => personId);
  return personIds.map((id) => found.get(id) ?? []);
};

interface Member {
  readonly id: string;
  readonly teamId: string | null;
  readonly siteId: string;
}

/** The people within the caller's reach among those a condition on `p` holds of. */
function membersWhere({ db, actor }: Context, condition: string, ids: readonly string[]): Promise<Member[]> {
  return db.manager
    .createQueryBuilder()
    .select(['p.id AS id', 'p.team_id AS "teamId"', 'p.site_id AS "siteId"'])
    .from('people', 'p')
    .where(...withinReach(actor, { person: 'p.id', site: 'p.site_id' }))
    .andWhere(condition, { ids })
    .getRawMany<Member>();
}

async function shrinkages(context: Context, members: readonly Member[], period: Period) {
  const rosterOf = await rostersOf(
    context.db.manager,
    members.map(({ id }) => id),
    spanOf(period),
  );
  return members.map((member) => ({ ...member, shrinkage: shrinkageOf(spanOf(period), rosterOf(member.id)) }));
}

/** What becomes of the scheduled time of each person; null for those beyond the caller's reach. */
export const shrinkageOfPeople: Batch<Shrinkage, Period> = async (context, personIds, period) => {
  const members = await membersWhere(context, 'p.id = ANY (:ids)', personIds);
  const byId = new Map((await shrinkages(context, members, period)).map(({ id, shrinkage }) => [id, shrinkage]));
  return personIds.map((id) => byId.get(id) ?? null);
};

/** What becomes of the scheduled time of those who are in each team, as far as the caller reaches. */
export const shrinkageOfTeams: Batch<Shrinkage, Period> = async (context, teamIds, period) => {
  const members = await membersWhere(context, 'p.team_id = ANY (:ids)', teamIds);
  const byTeam = Map.groupBy(await shrinkages(context, members, period), ({ teamId }) => teamId);
  return teamIds.map((id) => together((byTeam.get(id) ?? []).map(({ shrinkage }) => shrinkage)));
};

/** What becomes of the scheduled time of those who work at each site now, as far as the caller reaches. */
export const shrinkageOfSites: Batch<Shrinkage, Period> = async (context, siteIds, period) => {
  const members = await membersWhere(context, 'p.site_id = ANY (:ids)', siteIds);
  const bySite = Map.groupBy(await shrinkages(context, members, period), ({ siteId }) => siteId);
  return siteIds.map((id) => together((bySite.get(id) ?? []).map(({ shrinkage }) => shrinkage)));
};

/** Lets visits take exactly this time, and no other. */
export async function replaceBlocks(
  manager: EntityManager,
  visitIds: readonly string[],
  blocks: readonly KeptBlock[],
): Promise<void> {
  await manager.query(`DELETE FROM roster_blocks WHERE visit_id = ANY ($1)`, [visitIds]);
  await insertRows(manager, rosterBlockTable, blocks);
}

/** The blocks of visits that take time of these people after an instant, and those of the visits named: all of each visit. */
export function blocksTouching(
  manager: EntityManager,
  { personIds, visitIds, after }: { personIds: readonly string[]; visitIds: readonly string[]; after: Date },
): Promise<KeptBlock[]> {
  return manager
    .createQueryBuilder(rosterBlockTable, 'b')
    .where(
      `b.visitId = ANY (:visitIds) OR b.visitId IN (SELECT t.visit_id FROM roster_blocks t WHERE t.person_id = ANY (:personIds) AND t.until_at > :after)`,
      { personIds, visitIds, after },
    )
    .orderBy('b.id')
    .setLock('pessimistic_write')
    .getMany();
}

/** Keeps how many conflicts of each block others were told of. */
export async function saveTold(manager: EntityManager, told: readonly { id: string; count: number }[]): Promise<void> {
  await manager.query(
    `UPDATE roster_blocks b SET told_conflicts = t.count
     FROM json_to_recordset($1::json) AS t (id text, count integer) WHERE b.id = t.id AND b.told_conflicts <> t.count`,
    [JSON.stringify(told)],
  );
}

/** The blocks of visits as they are kept. Nobody but the reader of the feed, of which there is one, changes them. */
export const blocksOfThese = (manager: EntityManager, visitIds: readonly string[]): Promise<KeptBlock[]> =>
  manager.createQueryBuilder(rosterBlockTable, 'b').where('b.visitId = ANY (:visitIds)', { visitIds }).getMany();
