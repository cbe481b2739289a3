import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows, type KeysetOrder } from '@courtesy/persistence';
import {
  byId,
  ledgerPages,
  nestedPages,
  timed,
  timedPages,
  type Actor,
  type Batch,
  type Context,
} from '@courtesy/subgraph';
import type { BudgetCommitment, BudgetLine, CostEntry, Wanted } from './budget-line.ts';
import { budgetCommitmentTable, budgetLineTable, costEntryTable } from './budget.table.ts';

/** Which lines of budgets lie within an actor's reach: those of their sites, and the organisation's own for whoever reaches everything. */
function withinReach(actor: Actor): readonly [sql: string, parameters: Record<string, unknown>] {
  switch (actor.reach) {
    case 'ALL':
      return ['TRUE', {}];
    case 'REGION':
      return [
        'l.siteId IN (SELECT id FROM site_copy WHERE region_id = :myRegion)',
        { myRegion: actor.regionId ?? null },
      ];
    case 'SITE':
      return ['l.siteId = :mySite', { mySite: actor.siteId ?? null }];
    case 'TEAM':
    case 'OWN':
      return ['FALSE', {}];
  }
}

/** The lines of budgets that an actor may see. */
export const visibleLines = (manager: EntityManager, actor: Actor): SelectQueryBuilder<BudgetLine> =>
  manager.createQueryBuilder(budgetLineTable, 'l').where(...withinReach(actor));

/** Whether the lines of a site, or of the organisation itself (null), lie within an actor's reach. */
export async function reachesSite(manager: EntityManager, actor: Actor, siteId: string | null): Promise<boolean> {
  if (actor.reach === 'ALL') return true;
  if (siteId === null) return false;
  if (actor.reach === 'SITE') return actor.siteId === siteId;
  if (actor.reach !== 'REGION') return false;
  const sql = 'SELECT 1 FROM site_copy WHERE id = $1 AND region_id = $2';
  return (await manager.query<unknown[]>(sql, [siteId, actor.regionId ?? null])).length > 0;
}

/** What hangs on lines that the caller may see. */
function onVisibleLines<T extends { readonly lineId: string }>(
  { db, actor }: Pick<Context, 'db' | 'actor'>,
  rows: SelectQueryBuilder<T>,
): SelectQueryBuilder<T> {
  if (actor.reach === 'ALL') return rows.where('TRUE');
  const lines = visibleLines(db.manager, actor).andWhere(`l.id = ${rows.alias}.lineId`).select('1');
  return rows.where(`EXISTS (${lines.getQuery()})`).setParameters(lines.getParameters());
}

const visibleEntries = (context: Context) =>
  onVisibleLines(context, context.db.manager.createQueryBuilder(costEntryTable, 'e'));
const visibleCommitments = (context: Context) =>
  onVisibleLines(context, context.db.manager.createQueryBuilder(budgetCommitmentTable, 'c'));

const byMonth: KeysetOrder<BudgetLine> = { by: ['month', 'id'], direction: 'ASC' };
const latestEntries: KeysetOrder<CostEntry> = { by: ['number', 'id'], direction: 'DESC' };
const latestCommitments: KeysetOrder<BudgetCommitment> = { by: ['reservedAt', 'id'], direction: 'DESC' };

/** Loads lines by id, as far as the caller may see them. */
export const linesById = byId(({ db, actor }) => visibleLines(db.manager, actor));
/** Loads entries by id, likewise. */
export const entriesById = byId(visibleEntries);
/** Loads commitments by id, likewise. */
export const commitmentsById = byId(visibleCommitments);
/** The same, as they are and as they were known at an instant. */
export const commitmentsAsOf = timed(commitmentsById, budgetCommitmentTable);

/** The pages of the lines of budgets, in one statement. */
export const linesOfBudgets = nestedPages<BudgetLine>({
  ...{ rows: ({ db, actor }) => visibleLines(db.manager, actor), of: 'budgetId', order: byMonth },
});
/** The pages of the ledgers of lines, the latest entry first. */
export const entriesOfLines = ledgerPages<CostEntry>({ rows: visibleEntries, of: 'lineId', order: latestEntries });
/** The pages of what is or was spoken for on lines, the latest first. */
export const commitmentsOfLines = timedPages<BudgetCommitment>(
  { rows: visibleCommitments, of: 'lineId', order: latestCommitments },
  budgetCommitmentTable,
);

/** The line that counts what each refund, award or other matter costs: that of its latest commitment. */
export const linesOfMatters: Batch<BudgetLine> = async ({ db, actor }, ids) => {
  const latest = `SELECT DISTINCT ON (c.for_id) c.for_id, c.line_id FROM budget_commitments c
    WHERE c.for_id = ANY (:ids) ORDER BY c.for_id, c.reserved_at DESC, c.id DESC`;
  const { entities, raw } = await visibleLines(db.manager, actor)
    .innerJoin(`(${latest})`, 'matter', 'matter.line_id = l.id')
    .addSelect(`(SELECT string_agg(m.for_id, ' ') FROM (${latest}) m WHERE m.line_id = l.id)`, 'matters')
    .setParameter('ids', ids)
    .getRawAndEntities<{ l_id: string; matters: string }>();
  const lines = new Map(entities.map((line) => [line.id, line]));
  const of = new Map(
    raw.flatMap(({ l_id, matters }) => matters.split(' ').map((matter) => [matter, lines.get(l_id)] as const)),
  );
  return ids.map((id) => of.get(id) ?? null);
};

/** One line that the actor may see, unlocked: its budget is locked before it. */
export function findLine(manager: EntityManager, actor: Actor, id: string): Promise<BudgetLine | null> {
  return visibleLines(manager, actor).andWhere('l.id = :id', { id }).getOne();
}

/** The line that something is to be spent on: the site's own, or else the organisation's. Null when there is neither. */
export async function lineFor(manager: EntityManager, wanted: Wanted): Promise<BudgetLine | null> {
  return manager
    .createQueryBuilder(budgetLineTable, 'l')
    .where('l.month = :month AND l.category = :category AND l.currency = :currency', wanted)
    .andWhere('(l.siteId = :siteId OR l.siteId IS NULL)')
    .orderBy('l.siteId', 'ASC', 'NULLS LAST')
    .limit(1)
    .getOne();
}

/** A line as it stands, locked until the transaction ends: whoever enters something in its ledger holds it. */
export async function lockLine(manager: EntityManager, id: string): Promise<BudgetLine> {
  const lines = manager.createQueryBuilder(budgetLineTable, 'l').where('l.id = :id', { id });
  const line = await lines.setLock('pessimistic_write').getOne();
  if (!line) throw new Error(`There is no budget line ${id}`);
  return line;
}

/** Adds a line. */
export async function addLine(manager: EntityManager, line: BudgetLine): Promise<void> {
  await insertRows(manager, budgetLineTable, [line]);
}

/** Whether an insert failed because there is a line of that category, place, month and currency. */
export const hasLine = (error: unknown): boolean =>
  ['budget_lines_site_key', 'budget_lines_organisation_key'].includes(
    String((error as { constraint?: unknown } | null)?.constraint),
  );

/** Adds an entry to a ledger, and the line as it is after it; the caller has locked it. */
export async function saveEntry(manager: EntityManager, line: BudgetLine, entry: CostEntry): Promise<void> {
  const { id, control, thresholdPercent, plannedMinor, committedMinor, actualMinor, entries, version } = line;
  const figures = { plannedMinor, committedMinor, actualMinor };
  await updateRows(manager, budgetLineTable, [{ id, control, thresholdPercent, ...figures, entries, version }]);
  await insertRows(manager, costEntryTable, [entry]);
}

/** Adds a commitment. */
export async function addCommitment(manager: EntityManager, commitment: BudgetCommitment): Promise<void> {
  await insertRows(manager, budgetCommitmentTable, [commitment]);
}

/** One commitment on a line that the actor may see. Whoever holds its line may change it. */
export function findCommitment(context: Context, manager: EntityManager, id: string): Promise<BudgetCommitment | null> {
  const rows = manager.createQueryBuilder(budgetCommitmentTable, 'c');
  return onVisibleLines(context, rows).andWhere('c.id = :id', { id }).getOne();
}

/** Writes down how a commitment ended; the caller has locked its line. */
export const saveCommitment = (manager: EntityManager, commitment: BudgetCommitment): Promise<void> => {
  const { id, status, settledMinor, endedAt } = commitment;
  return updateRows(manager, budgetCommitmentTable, [{ id, status, settledMinor, endedAt }]);
};
