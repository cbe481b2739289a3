import type { GraphWorld } from './graph-world.ts';
import { rowsOf } from './refunds.ts';
import { aKey, asked, must, pounds, type Who } from './verbs.ts';

/** This month's first day, as the stories' reporting zone (UTC) has it. */
export const thisMonth = (): string => `${new Date().toISOString().slice(0, 7)}-01`;

/** A budget of this year with one line of this month. Returns the line's id. */
export async function givenBudgetLine(
  world: GraphWorld,
  who: Who,
  { planned, ...line }: { readonly planned: string } & Record<string, unknown>,
): Promise<string> {
  const month = thisMonth();
  const { budget } = await must<{ budget: { id: string } }>(
    world,
    who,
    ['openBudget', 'BudgetOpened', 'budget { id }'],
    {
      ...{ idempotencyKey: aKey(), name: 'Customer service', year: Number(month.slice(0, 4)), currency: 'GBP' },
    },
  );
  const added = await must<{ line: { id: string } }>(world, who, ['addBudgetLine', 'BudgetLineAdded', 'line { id }'], {
    ...{ idempotencyKey: aKey(), budgetId: budget.id, category: 'REFUND', month, planned: pounds(planned) },
    ...{ because: 'As last year', ...line },
  });
  return added.line.id;
}

/** Planned, committed, actual and available of a line. */
export async function figuresOf(world: GraphWorld, who: Who, id: string): Promise<string[]> {
  type Seen = Record<'planned' | 'committed' | 'actual' | 'available', { readonly amount: string }>;
  const query = `query ($id: ID!) { budgetLine(id: $id) { planned { amount } committed { amount } actual { amount } available { amount } } }`;
  const { budgetLine: line } = await asked<{ budgetLine: Seen }>(world, who, query, { id });
  return [line.planned, line.committed, line.actual, line.available].map(({ amount }) => amount);
}

/** The ledger entries that a refund or an award led to, in order: their kinds, and what they leave committed and spent, in pence. */
export async function budgetedFor(
  world: GraphWorld,
  id: string,
): Promise<{ kinds: string[]; committed: number; actual: number }> {
  const rows = await rowsOf<{ kind: string; committed: string; actual: string }>(
    world,
    'metrics',
    `SELECT e.kind, e.committed_minor AS committed, e.actual_minor AS actual
     FROM cost_entries e JOIN budget_commitments c ON c.id = e.commitment_id WHERE c.for_id = $1 ORDER BY e.number`,
    [id],
  );
  const sum = (of: 'committed' | 'actual') => rows.reduce((total, row) => total + Number(row[of]), 0);
  return { kinds: rows.map(({ kind }) => kind), committed: sum('committed'), actual: sum('actual') };
}
