import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type FilterField,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, FAMILY, nestedPages, ofFamily, timed, type Actor, type Batch } from '@courtesy/subgraph';
import type { CaseFilter, CaseOrder } from '@courtesy/graph-types/cases';
import type { Case } from './case.ts';
import { unendedStatuses } from './case.ts';
import { caseTable } from './case.table.ts';

const orders: Readonly<Record<CaseOrder, KeysetOrder<Case>>> = {
  NEWEST_FIRST: { by: ['openedAt', 'id'], direction: 'DESC' },
  OLDEST_FIRST: { by: ['openedAt', 'id'], direction: 'ASC' },
};

const filterFields: Readonly<Record<Exclude<keyof CaseFilter, 'and' | 'or' | 'not'>, FilterField>> = {
  type: 'c.type',
  status: 'c.status',
  priority: 'c.priority',
  channel: 'c.channel',
  outcome: 'c.outcome',
  customer: ofFamily('c.customerId'),
  site: 'c.siteId',
  team: 'c.teamId',
  assignee: 'c.assigneeId',
  product: 'c.product',
  issue: 'c.issue',
  subject: 'c.subject',
  externalId: 'c.sourceId',
  openedAt: 'c.openedAt',
  resolvedAt: 'c.resolvedAt',
  disputed: 'c.disputed',
  respondedInTime: 'c.respondedInTime',
};

/** Which cases an actor may see, as SQL over the alias `c`, by how far the actor sees. What a token does not say is null, which equals nothing. */
function visibility(actor: Actor): readonly [sql: string, parameters: Record<string, unknown>] {
  switch (actor.reach) {
    case 'ALL':
      return ['TRUE', {}];
    case 'REGION':
      return [
        'c.siteId IN (SELECT id FROM site_copy WHERE region_id = :myRegion)',
        { myRegion: actor.regionId ?? null },
      ];
    case 'SITE':
      return ['c.siteId = :mySite', { mySite: actor.siteId ?? null }];
    case 'TEAM':
      return [
        '(c.teamId = :myTeam OR c.assigneeId = :me)',
        { myTeam: actor.teamId ?? null, me: actor.personId ?? null },
      ];
    case 'OWN':
      return [
        '(c.customerId = ANY (customer_family(:myself)) OR c.assigneeId = :me)',
        { myself: actor.customerId ?? null, me: actor.personId ?? null },
      ];
  }
}

/** The cases an actor may see; every read of cases for a caller starts here. */
export function visibleCases(manager: EntityManager, actor: Actor): SelectQueryBuilder<Case> {
  return manager.createQueryBuilder(caseTable, 'c').where(...visibility(actor));
}

/** Whether an actor sees how the organisation handles a case: who does, why it stands where it does, which records were corrected. */
export const seesCasework = (actor: Actor): boolean => actor.scopes.includes('casework:read');

const { team: _team, assignee: _assignee, ...customerFilterFields } = filterFields;

/** A page of the cases the actor may see. */
export function listCases(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & {
    readonly where?: CaseFilter | null | undefined;
    readonly orderBy?: CaseOrder | null | undefined;
    readonly now: Date;
  },
): Promise<Connection<Case>> {
  const cases = visibleCases(manager, actor);
  applyFilter(cases, query.where as Filter | null | undefined, {
    fields: seesCasework(actor) ? filterFields : customerFilterFields,
    now: query.now,
  });
  return readPage(cases, orders[query.orderBy ?? 'NEWEST_FIRST'], query);
}

/** Loads cases by id, as far as the caller may see them. */
export const casesById = byId(({ db, actor }) => visibleCases(db.manager, actor));

/** The same, as it is and as it was known at an instant; whoever may see it now may see what it was. */
export const casesAsOf = timed(casesById, caseTable);

/** The cases an actor may see that somebody still has to do something about. */
const unended = (manager: EntityManager, actor: Actor): SelectQueryBuilder<Case> =>
  visibleCases(manager, actor).andWhere('c.status = ANY (:unended)', { unended: unendedStatuses });

/** The pages of the cases of customers, the newest first. */
export const casesOfCustomers = nestedPages<Case>({
  rows: ({ db, actor }) => visibleCases(db.manager, actor),
  of: 'customerId',
  members: FAMILY,
  order: orders.NEWEST_FIRST,
});

/** The pages of the cases that people handle and have not ended, the newest first. */
export const casesOfAssignees = nestedPages<Case>({
  rows: ({ db, actor }) => unended(db.manager, actor),
  of: 'assigneeId',
  order: orders.NEWEST_FIRST,
});

/** The pages of the cases in the queues of teams, the oldest first. */
export const queuesOfTeams = nestedPages<Case>({
  rows: ({ db, actor }) => unended(db.manager, actor),
  of: 'teamId',
  order: orders.OLDEST_FIRST,
});

/** Loads, for each customer, how many of their cases have not ended. */
export const openCaseCounts: Batch<number> = async ({ db, actor }, customerIds) => {
  const rows = await unended(db.manager, actor)
    .innerJoin(
      '(SELECT owner, unnest(customer_family(owner)) AS member FROM unnest(CAST(:customerIds AS text[])) AS given (owner))',
      'asked',
      'asked.member = c.customerId',
      { customerIds },
    )
    .select('asked.owner', 'owner')
    .addSelect('count(*)::integer', 'count')
    .groupBy('asked.owner')
    .getRawMany<{ owner: string; count: number }>();
  const counts = new Map(rows.map((row) => [row.owner, row.count]));
  return customerIds.map((id) => counts.get(id) ?? 0);
};

/** Cases as they stand, as far as the actor may see them, locked in the order of their ids until the transaction ends. */
export function lockCases(manager: EntityManager, actor: Actor, ids: readonly string[]): Promise<Case[]> {
  return visibleCases(manager, actor)
    .andWhere('c.id = ANY (:ids)', { ids })
    .orderBy('c.id')
    .setLock('pessimistic_write')
    .getMany();
}

/** The same for one. */
export async function lockCase(manager: EntityManager, actor: Actor, id: string): Promise<Case | null> {
  const [found] = await lockCases(manager, actor, [id]);
  return found ?? null;
}

/** Cases that other systems know under these ids, locked until the transaction ends. */
export function lockCasesBySource(
  manager: EntityManager,
  source: string,
  sourceIds: readonly string[],
): Promise<Case[]> {
  return manager
    .createQueryBuilder(caseTable, 'c')
    .where('c.source = :source AND c.sourceId = ANY (:sourceIds)', { source, sourceIds })
    .orderBy('c.id')
    .setLock('pessimistic_write')
    .getMany();
}

/** The case that another system knows under this id, `visible` as far as the actor may see it; null when there is none. */
export async function findCaseBySource(
  manager: EntityManager,
  actor: Actor,
  reference: { readonly source: string; readonly sourceId: string },
): Promise<{ readonly visible: Case | null } | null> {
  const known = await manager.createQueryBuilder(caseTable, 'c').where(reference).getOne();
  return known && { visible: await visibleCases(manager, actor).andWhere('c.id = :id', { id: known.id }).getOne() };
}

/** Hands out `count` case numbers, each once. */
export async function nextCaseNumbers(manager: EntityManager, count: number): Promise<number[]> {
  const rows = await manager.query<{ number: string }[]>(
    `SELECT nextval('case_number') AS number FROM generate_series(1, $1)`,
    [count],
  );
  return rows.map((row) => Number(row.number));
}

/** Adds cases. A case whose external reference is taken throws (see `isDuplicateReference`). */
export async function addCases(manager: EntityManager, cases: readonly Case[]): Promise<void> {
  await insertRows(manager, caseTable, cases);
}

/** Overwrites cases that the caller has locked. */
export async function saveCases(manager: EntityManager, cases: readonly Case[]): Promise<void> {
  await updateRows(manager, caseTable, cases);
}

/** Whether an insert failed because another case has the same external reference. */
export function isDuplicateReference(error: unknown): boolean {
  return (error as { constraint?: unknown } | null)?.constraint === 'cases_source_key';
}
