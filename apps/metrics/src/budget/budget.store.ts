import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, timed } from '@courtesy/subgraph';
import type { Budget } from './budget.ts';
import { budgetTable } from './budget.table.ts';

const latestFirst: KeysetOrder<Budget> = { by: ['year', 'id'], direction: 'DESC' };

/** That there is a budget is no secret to whoever may read budgets: what is in it lies with its lines, which not everybody sees. */
const budgets = (manager: EntityManager): SelectQueryBuilder<Budget> => manager.createQueryBuilder(budgetTable, 'b');

/** Loads budgets by id. */
export const budgetsById = byId(({ db }) => budgets(db.manager));

/** The same, as they are and as they were known at an instant. */
export const budgetsAsOf = timed(budgetsById, budgetTable);

/** A page of the budgets, the latest year first. */
export function listBudgets(
  manager: EntityManager,
  { year, ...page }: PageArgs & { readonly year?: number | null | undefined },
): Promise<Connection<Budget>> {
  const rows = budgets(manager);
  return readPage(year == null ? rows : rows.where('b.year = :year', { year }), latestFirst, page);
}

/** One budget, locked against whoever changes it (`SPEND`), or against everybody who spends under it too (`CHANGE`). Locked before any of its lines, always. */
export function lockBudget(manager: EntityManager, id: string, to: 'SPEND' | 'CHANGE'): Promise<Budget | null> {
  return budgets(manager)
    .where('b.id = :id', { id })
    .setLock(to === 'SPEND' ? 'pessimistic_read' : 'pessimistic_write')
    .getOne();
}

/** Adds a budget. */
export async function addBudget(manager: EntityManager, budget: Budget): Promise<void> {
  await insertRows(manager, budgetTable, [budget]);
}

/** Overwrites where a budget stands; the caller has locked it. */
export const saveBudget = (manager: EntityManager, { id, status, version }: Budget): Promise<void> =>
  updateRows(manager, budgetTable, [{ id, status, version }]);

/** How many commitments are open under a budget. */
export async function openCommitments(manager: EntityManager, budgetId: string): Promise<number> {
  const sql = `SELECT count(*)::integer AS open FROM budget_commitments c JOIN budget_lines l ON l.id = c.line_id
    WHERE l.budget_id = $1 AND c.status = 'OPEN'`;
  const [row] = await manager.query<{ open: number }[]>(sql, [budgetId]);
  return row?.open ?? 0;
}
