import { money, type Money, type Problem } from '@courtesy/kernel';
import type { AllocationScenarioInput } from '@courtesy/graph-types/metrics';

/** What one line of a scenario gets, and what it is worth. */
export interface AllocationShare {
  readonly name: string;
  readonly agents: number;
  readonly amount: Money;
  /** What its demand is worth with these agents, in the unit of the values given. */
  readonly value: number;
  /** What one more agent would add here; null beyond what was given. */
  readonly marginalValue: number | null;
}

/** An amount shared out. Nothing is written of it. */
export interface AllocationScenario {
  readonly agents: number;
  readonly spent: Money;
  readonly left: Money;
  readonly value: number;
  /** What one more agent would add to the whole, shared out anew; null when no line can take one. */
  readonly marginalValue: number | null;
  readonly shares: readonly AllocationShare[];
}

/** The most lines, and the most values of one line. */
const MAX = { lines: 20, values: 101 };

/** What is wrong with a scenario; the amounts are read already. */
export function problemsOfAllocation(
  { lines }: AllocationScenarioInput,
  { amount, costOfOne }: { readonly amount: Money; readonly costOfOne: Money },
): Problem[] {
  const problems: Problem[] = [];
  if (lines.length === 0 || lines.length > MAX.lines)
    problems.push({ path: 'lines', message: `has ${lines.length} items; send 1 to ${MAX.lines}` });
  lines.forEach(({ values }, i) => {
    if (values.length === 0 || values.length > MAX.values)
      problems.push({ path: `lines[${i}].values`, message: `has ${values.length} values; send 1 to ${MAX.values}` });
  });
  if (amount.currency !== costOfOne.currency)
    problems.push({ path: 'costOfOne', message: `is not in ${amount.currency}, as the amount is` });
  return problems;
}

/**
 * The most that the first lines are worth with each number of agents, line by line, and how many of them the last of those lines gets then. An agent may
 * stay away: no line needs to take one that would add nothing.
 */
function bestOf(lines: readonly (readonly number[])[], agents: number): { value: number[]; taken: number[][] } {
  let value = Array.from({ length: agents + 1 }, () => 0);
  const taken: number[][] = [];
  for (const values of lines) {
    const before = value;
    const here = before.map((_, n) => {
      let best = 0;
      for (let k = 1; k <= Math.min(n, values.length - 1); k += 1)
        if ((before[n - k] ?? 0) + (values[k] ?? 0) > (before[n - best] ?? 0) + (values[best] ?? 0)) best = k;
      return best;
    });
    value = before.map((_, n) => (before[n - (here[n] ?? 0)] ?? 0) + (values[here[n] ?? 0] ?? 0));
    taken.push(here);
  }
  return { value, taken };
}

/** How many agents each line gets of so many. */
function sharesOf(taken: readonly (readonly number[])[], agents: number): number[] {
  let left = agents;
  return taken
    .toReversed()
    .map((here) => {
      const own = here[left] ?? 0;
      left -= own;
      return own;
    })
    .toReversed();
}

/**
 * Shares an amount out over lines of need, agent by agent, so that what all of it is worth is the most there can be: every way of sharing is
 * weighed, whatever shape the values have. `values[k]` of a line is what its demand is worth with k more agents, as a staffing model says.
 */
export function shareOut(
  lines: readonly { readonly name: string; readonly values: readonly number[] }[],
  { amount, costOfOne }: { readonly amount: Money; readonly costOfOne: Money },
): AllocationScenario {
  const room = lines.reduce((sum, { values }) => sum + values.length - 1, 0);
  const affordable = amount.minor / costOfOne.minor;
  const agents = affordable < BigInt(room) ? Number(affordable) : room;
  const curves = lines.map(({ values }) => values);
  const { value, taken } = bestOf(curves, Math.min(agents + 1, room));
  const shares = lines.map(({ name, values }, i): AllocationShare => {
    const own = sharesOf(taken, agents)[i] ?? 0;
    const [worth = 0, next] = [values[own], values[own + 1]];
    const cost = money(costOfOne.minor * BigInt(own), amount.currency);
    return { name, agents: own, amount: cost, value: worth, marginalValue: next === undefined ? null : next - worth };
  });
  const taking = shares.reduce((sum, share) => sum + share.agents, 0);
  const spent = money(costOfOne.minor * BigInt(taking), amount.currency);
  const [whole = 0, more] = [value[agents], value[agents + 1]];
  return {
    ...{ agents: taking, spent, left: money(amount.minor - spent.minor, amount.currency), value: whole, shares },
    marginalValue: more === undefined ? null : more - whole,
  };
}
