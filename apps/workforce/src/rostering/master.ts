import type { Line, LineModel } from './line-model.ts';
import type { Columns, GrowingProblem, LinearProblem, Optimizer } from './optimizer.ts';

/** A line that somebody could work. */
export interface Column {
  readonly worker: number;
  readonly line: Line;
}

/** Prices at which everybody may choose their line: of each worker's choice, and of being there for each need. */
export interface Prices {
  readonly workers: readonly number[];
  readonly needs: readonly number[];
}

/** Two columns for each need: too few, and too many. */
function slackColumns({ workers, needs }: LineModel): Columns {
  const both = needs.flatMap(({ under, over }, i) => {
    const row = workers.length + i;
    return [
      { cost: under, entries: [[row, 1] as const] },
      { cost: over, entries: [[row, -1] as const] },
    ];
  });
  return {
    cost: both.map(({ cost }) => cost),
    lower: both.map(() => 0),
    upper: both.map(() => Infinity),
    entries: both.map(({ entries }) => entries),
  };
}

/** The columns of lines: a line costs what it costs by itself, and is there for its needs. */
export function lineColumns({ workers, big }: LineModel, columns: readonly Column[]): Columns {
  return {
    cost: columns.map(({ line }) => line.cost + line.short * big),
    lower: columns.map(() => 0),
    upper: columns.map(() => Infinity),
    entries: columns.map(({ worker, line }) => {
      const times = new Map<number, number>([[worker, 1]]);
      for (const duty of line.duties)
        for (const need of workers[worker]?.needsOf(duty) ?? [])
          times.set(workers.length + need, (times.get(workers.length + need) ?? 0) + 1);
      return [...times];
    }),
  };
}

const join = (a: Columns, b: Columns): Columns => ({
  cost: [...a.cost, ...b.cost],
  lower: [...a.lower, ...b.lower],
  upper: [...a.upper, ...b.upper],
  entries: [...a.entries, ...b.entries],
});

/** Everybody works one of their lines, and each need is met, or too few or too many are there. */
export function masterOf(model: LineModel, columns: readonly Column[]): LinearProblem {
  const rows = [...model.workers.map(() => 1), ...model.needs.map(({ required }) => required)];
  return { rowLower: rows, rowUpper: rows, columns: join(slackColumns(model), lineColumns(model, columns)) };
}

/** The cheapest choice among these lines, whole ones only; null when time was too short to find any. */
export function chooseWhole(
  model: LineModel,
  columns: readonly Column[],
  optimizer: Optimizer,
  { seconds, start }: { readonly seconds: number; readonly start: readonly Line[] },
): { readonly lines: readonly Line[]; readonly bound: number } | null {
  const slack = model.needs.length * 2;
  const master = masterOf(model, columns);
  const whole = [...Array.from({ length: slack }, () => false), ...columns.map(() => true)];
  const chosen = columns.map(({ worker, line }) => (start[worker] === line ? 1 : 0));
  const present = model.needs.map(() => 0);
  for (const [i, column] of columns.entries())
    if (chosen[i] === 1)
      for (const [row, times] of master.columns.entries[slack + i] ?? [])
        if (row >= model.workers.length)
          present[row - model.workers.length] = (present[row - model.workers.length] ?? 0) + times * (column ? 1 : 0);
  const slacks = model.needs.flatMap(({ required }, i) => {
    const missing = required - (present[i] ?? 0);
    return [Math.max(0, missing), Math.max(0, -missing)];
  });
  const found = optimizer.solve({ ...master, whole }, { seconds, start: [...slacks, ...chosen] });
  const { values } = found;
  if (values === null) return null;
  const lines = [...start];
  for (const [i, { worker, line }] of columns.entries()) if ((values[slack + i] ?? 0) > 0.5) lines[worker] = line;
  return { lines, bound: found.bound };
}

/** The master problem while lines are added to it. */
export interface Master {
  readonly columns: readonly Column[];
  readonly add: (columns: readonly Column[]) => void;
  /** Prices at the best mixture of lines, and what it costs; null when time ran out. */
  readonly price: (seconds: number) => { readonly prices: Prices; readonly cost: number } | null;
  readonly close: () => void;
}

/** Opens the master problem with some lines, at least one for everybody. */
export function openMaster(model: LineModel, first: readonly Column[], optimizer: Optimizer): Master {
  const columns = [...first];
  const growing: GrowingProblem = optimizer.open(masterOf(model, first));
  return {
    columns,
    add: (more) => {
      columns.push(...more);
      growing.add(lineColumns(model, more));
    },
    price: (seconds) => {
      const { status, prices, objective } = growing.solve(seconds);
      if (status !== 'OPTIMAL' || prices === null) return null;
      const count = model.workers.length;
      return { prices: { workers: prices.slice(0, count), needs: prices.slice(count) }, cost: objective };
    },
    close: () => growing.close(),
  };
}
