import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  applyFilter,
  connectionOf,
  insertRows,
  pageSize,
  parseCursor,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import type { CaseFilter, CaseOrder } from '@courtesy/graph-types/cases';
import type { Case } from './case.ts';
import { unendedStatuses } from './case.ts';
import { caseTable } from './case.table.ts';

const orders: Readonly<Record<CaseOrder, KeysetOrder<Case>>> = {
  NEWEST_FIRST: { by: ['openedAt', 'id'], direction: 'DESC' },
  OLDEST_FIRST: { by: ['openedAt', 'id'], direction: 'ASC' },
};

const filterFields: Readonly<Record<Exclude<keyof CaseFilter, 'and' | 'or' | 'not'>, string>> = {
  type: 'c.type',
  status: 'c.status',
  priority: 'c.priority',
  channel: 'c.channel',
  outcome: 'c.outcome',
  customer: 'c.customerId',
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
        '(c.customerId = :myself OR c.assigneeId = :me)',
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

/** Whose cases a nested list holds. */
export type CaseOwner = 'customerId' | 'assigneeId' | 'teamId';

/** A nested list of cases: one page per owner. */
export interface NestedCases extends PageArgs {
  readonly of: CaseOwner;
  readonly order: CaseOrder;
  readonly unendedOnly: boolean;
}

const ownedBy = (manager: EntityManager, actor: Actor, nested: Pick<NestedCases, 'of' | 'unendedOnly'>) => {
  const cases = visibleCases(manager, actor);
  if (nested.unendedOnly) cases.andWhere('c.status = ANY (:unended)', { unended: unendedStatuses });
  return cases;
};

/** How many cases each owner has. */
export const caseCounts: Batch<number, Pick<NestedCases, 'of' | 'unendedOnly'>> = async (
  { db, actor },
  owners,
  nested,
) => {
  const rows = await ownedBy(db.manager, actor, nested)
    .andWhere(`c.${nested.of} = ANY (:owners)`, { owners })
    .select(`c.${nested.of}`, 'owner')
    .addSelect('count(*)::integer', 'count')
    .groupBy(`c.${nested.of}`)
    .getRawMany<{ owner: string; count: number }>();
  const counts = new Map(rows.map((row) => [row.owner, row.count]));
  return owners.map((owner) => counts.get(owner) ?? 0);
};

/** The same page of the cases of each owner, all in one statement. */
export const casePages: Batch<Connection<Case>, NestedCases> = async (context, owners, nested) => {
  const { db, actor } = context;
  const size = pageSize(nested);
  const order = orders[nested.order];
  // Each owner's page is read off the index by itself: a team with a hundred thousand cases costs one page, not all of them.
  const page = ownedBy(db.manager, actor, nested)
    .andWhere(`c.${nested.of} = wanted.owner`)
    .select('c.id', 'id')
    .orderBy('c.openedAt', order.direction)
    .addOrderBy('c.id', order.direction)
    .limit(size + 1);
  if (nested.after) {
    const [openedAt, id] = parseCursor(nested.after, 2, [0]);
    page.andWhere(`(c.openedAt, c.id) ${order.direction === 'ASC' ? '>' : '<'} (:openedAt, :id)`, { openedAt, id });
  }
  const rows = await db.manager
    .createQueryBuilder(caseTable, 'c')
    .where(
      `c.id IN (SELECT page.id FROM unnest(:owners::text[]) AS wanted (owner) CROSS JOIN LATERAL (${page.getQuery()}) AS page)`,
    )
    .setParameters({ ...page.getParameters(), owners })
    .orderBy('c.openedAt', order.direction)
    .addOrderBy('c.id', order.direction)
    .getMany();
  const byOwner = Map.groupBy(rows, (row) => row[nested.of]);
  return owners.map((owner) =>
    connectionOf(byOwner.get(owner) ?? [], {
      size,
      order,
      after: nested.after,
      count: async () =>
        (await context.load(caseCounts, owner, { of: nested.of, unendedOnly: nested.unendedOnly })) ?? 0,
    }),
  );
};

/** One case as it stands, locked until the transaction ends. */
export function lockCase(manager: EntityManager, actor: Actor, id: string): Promise<Case | null> {
  return visibleCases(manager, actor).andWhere('c.id = :id', { id }).setLock('pessimistic_write').getOne();
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
