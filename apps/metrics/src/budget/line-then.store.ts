import { loadAsOf, timed, type AsOf, type Batch, type Timed } from '@courtesy/subgraph';
import type { BudgetLine, Figures } from './budget-line.ts';
import { budgetLineTable } from './budget.table.ts';
import { linesById, linesOfMatters } from './line.store.ts';

interface LedgerRow {
  readonly line_id: string;
  readonly planned: string;
  readonly committed: string;
  readonly actual: string;
  readonly entries: number;
}

const LEDGERS = `
  SELECT line_id, sum(planned_minor) AS planned, sum(committed_minor) AS committed, sum(actual_minor) AS actual, count(*)::integer AS entries
  FROM cost_entries WHERE line_id = ANY ($1) AND known_from <= $2 GROUP BY line_id`;

const kept = timed(linesById, budgetLineTable);

/** A line keeps its plan's terms of before; its figures are what its ledger had come to. */
const linesThen: Batch<BudgetLine, AsOf> = async (context, ids, asOf) => {
  const lines = await kept.then(context, ids, asOf);
  const there = lines.flatMap((line) => line?.id ?? []);
  const rows = await context.db.manager.query<LedgerRow[]>(LEDGERS, [there, asOf.at]);
  const ledgers = new Map(
    rows.map(({ line_id, planned, committed, actual, entries }): [string, Figures & Pick<BudgetLine, 'entries'>] => [
      line_id,
      { plannedMinor: BigInt(planned), committedMinor: BigInt(committed), actualMinor: BigInt(actual), entries },
    ]),
  );
  return lines.map((line) => {
    const ledger = line && ledgers.get(line.id);
    return ledger ? { ...line, ...ledger } : null;
  });
};

/** How lines are loaded by id, as far as the caller may see them, as they are and as they were known at an instant. */
export const linesAsOf: Timed<BudgetLine> = { now: linesById, then: linesThen };

const LATEST_THEN = `
  SELECT DISTINCT ON (c.for_id) c.for_id, c.line_id FROM budget_commitments c
  WHERE c.for_id = ANY ($1) AND (c.known_from <= $2
    OR EXISTS (SELECT 1 FROM budget_commitments_past was WHERE was.id = c.id AND was.known_from <= $2))
  ORDER BY c.for_id, c.reserved_at DESC, c.id DESC`;

/** How the line is loaded that counts what a refund, award or other matter costs, likewise: then, the one that did at that instant. */
export const linesOfMattersAsOf: Timed<BudgetLine> = {
  now: linesOfMatters,
  then: async (context, ids, { at }) => {
    const rows = await context.db.manager.query<{ for_id: string; line_id: string }[]>(LATEST_THEN, [ids, at]);
    const lineOf = new Map(rows.map(({ for_id, line_id }) => [for_id, line_id]));
    const instant = new Date(at);
    return Promise.all(
      ids.map((id) => {
        const line = lineOf.get(id);
        return line === undefined ? null : loadAsOf(context, linesAsOf, { id: line, at: instant });
      }),
    );
  },
};
