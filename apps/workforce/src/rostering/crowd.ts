import type { LineModel, LineWorker } from './line-model.ts';
import type { Prices } from './master.ts';
import type { Columns, Optimizer } from './optimizer.ts';

/** Workers who count alike for every need, taken as one crowd. */
interface Crowd {
  readonly members: readonly LineWorker[];
  /** How many of them may work each duty. */
  readonly able: ReadonlyMap<number, number>;
}

function crowdsOf({ workers }: LineModel): Crowd[] {
  const ids = new Map<LineWorker['needsOf'], number>();
  const keyOf = (worker: LineWorker) => {
    const id = ids.get(worker.needsOf) ?? ids.size;
    ids.set(worker.needsOf, id);
    return id;
  };
  return [...Map.groupBy(workers, keyOf).values()].map((members) => {
    const able = new Map<number, number>();
    for (const { options } of members) for (const { duty } of options.flat()) able.set(duty, (able.get(duty) ?? 0) + 1);
    return { members, able };
  });
}

/** Rows under construction: their bounds, and the columns that stand in them. */
interface Rows {
  readonly lower: number[];
  readonly upper: number[];
}

const addRow = ({ lower, upper }: Rows, from: number, until: number): number => {
  lower.push(from);
  return upper.push(until) - 1;
};

/** The rows in which a duty of a crowd stands: its day, its periods, and its needs. */
function crowdColumns({ members, able }: Crowd, rows: Rows) {
  const [first] = members;
  const columns: { upper: number; entries: (readonly [number, number])[] }[] = [];
  if (!first) return columns;
  const days = first.options.map((_, day) => {
    const there = members.filter(({ options }) => (options[day]?.length ?? 0) > 0).length;
    return addRow(rows, 0, there);
  });
  const periods = first.rules.periods.map(({ from, until }, i) => {
    const sum = (of: (worker: LineWorker) => number) => members.reduce((total, worker) => total + of(worker), 0);
    const [min, max] = [
      sum(({ rules }) => rules.periods[i]?.min ?? 0),
      sum(({ rules }) => rules.periods[i]?.max ?? Infinity),
    ];
    return { from, until, row: addRow(rows, Math.min(min, max) / 60, max / 60) };
  });
  const slots = new Map(members.flatMap(({ options }) => options.flat().map((slot) => [slot.duty, slot] as const)));
  for (const { duty, day, minutes } of slots.values()) {
    const entries: (readonly [number, number])[] = first.needsOf(duty).map((need) => [need, 1]);
    entries.push([days[day] ?? 0, 1]);
    for (const { from, until, row } of periods) if (from <= day && day < until) entries.push([row, minutes / 60]);
    columns.push({ upper: able.get(duty) ?? 0, entries });
  }
  return columns;
}

/**
 * Prices of the needs when whoever counts alike works as one crowd, with nothing but days and hours to keep: found at once, and near enough to
 * begin from. Null when the crowds cannot do it.
 */
export function crowdPrices(model: LineModel, optimizer: Optimizer, seconds: number): Prices | null {
  const needs = model.needs;
  const rows: Rows = { lower: needs.map(({ required }) => required), upper: needs.map(({ required }) => required) };
  const crowds = crowdsOf(model).flatMap((crowd) => crowdColumns(crowd, rows));
  const slack = needs.flatMap(({ under, over }, need) => [
    { cost: under, entries: [[need, 1] as const] },
    { cost: over, entries: [[need, -1] as const] },
  ]);
  const columns: Columns = {
    cost: [...slack.map(({ cost }) => cost), ...crowds.map(() => 0)],
    lower: [...slack, ...crowds].map(() => 0),
    upper: [...slack.map(() => Infinity), ...crowds.map(({ upper }) => upper)],
    entries: [...slack, ...crowds].map(({ entries }) => entries),
  };
  const { prices } = optimizer.solve({ rowLower: rows.lower, rowUpper: rows.upper, columns }, { seconds });
  return prices && { workers: [], needs: prices.slice(0, needs.length) };
}
