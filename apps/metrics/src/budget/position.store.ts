import type { Batch, Context } from '@courtesy/subgraph';
import type { BudgetBreakdown, BudgetCategory } from '@courtesy/graph-types/metrics';
import { reportingDay, reportingZone } from '../metric/reporting-day.ts';
import type { BudgetLine } from './budget-line.ts';
import { visibleLines } from './line.store.ts';
import { positionOf, type BudgetPosition } from './position.ts';

/** Which lines a position counts, and how it is broken down. */
export interface PositionQuery {
  readonly year: number;
  readonly by: BudgetBreakdown;
  readonly category?: BudgetCategory | null | undefined;
  readonly site?: string | null | undefined;
  readonly month?: string | null | undefined;
}

const linesOf = ({ db, actor }: Context, { year, category, month }: PositionQuery) => {
  const rows = visibleLines(db.manager, actor).andWhere('l.month BETWEEN :from AND :to', {
    from: `${year}-01-01`,
    to: `${year}-12-31`,
  });
  if (category) rows.andWhere('l.category = :category', { category });
  if (month) rows.andWhere('l.month = :month', { month });
  return rows;
};

const settle = (context: Context, lines: readonly BudgetLine[], { year, by }: PositionQuery): BudgetPosition =>
  positionOf(lines, { year, by, today: reportingDay(context.now(), reportingZone(context.config)) });

/** How budgets stand in a year, as far as the caller sees their lines. */
export async function readPosition(context: Context, query: PositionQuery): Promise<BudgetPosition> {
  const rows = linesOf(context, query);
  if (query.site) rows.andWhere('l.siteId = :site', { site: query.site });
  return settle(context, await rows.getMany(), query);
}

/** The same of many sites in one statement: the lines of each alone. */
export const positionsOfSites: Batch<BudgetPosition, PositionQuery> = async (context, siteIds, query) => {
  const lines = await linesOf(context, query).andWhere('l.siteId = ANY (:siteIds)', { siteIds }).getMany();
  const bySite = Map.groupBy(lines, ({ siteId }) => siteId);
  return siteIds.map((id) => settle(context, bySite.get(id) ?? [], query));
};
