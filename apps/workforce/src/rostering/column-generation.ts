import { crowdPrices } from './crowd.ts';
import { bestLines } from './line.ts';
import type { Line, LineModel, LineWorker } from './line-model.ts';
import { chooseWhole, openMaster, type Column, type Master, type Prices } from './master.ts';
import type { Optimizer } from './optimizer.ts';
import { costOfPlan, planOf, type Plan } from './plan.ts';

/** Seconds since solving began. */
export type Elapsed = () => number;

/** What the search over prices needs to know. */
export interface Generation {
  readonly model: LineModel;
  readonly optimizer: Optimizer;
  readonly elapsed: Elapsed;
  /** Told after each round: what the best mixture of lines costs. */
  readonly onRound?: (mixture: number) => void;
}

const SLIGHT = 1e-6;
const STEADINESS = 0.7;
/** Labels kept a day when looking for lines, and when proving that no line is cheaper. */
const QUICK_LABELS = 120;
const PROOF_LABELS = 30_000;

/** What each duty of a worker costs at these prices. */
function costsAt({ dutyCount }: LineModel, worker: LineWorker, { needs }: Prices): Float64Array {
  const costs = new Float64Array(dutyCount);
  for (const slots of worker.options)
    for (const { duty } of slots) {
      let cost = worker.dutyCost.get(duty) ?? 0;
      for (const need of worker.needsOf(duty)) cost -= needs[need] ?? 0;
      costs[duty] = cost;
    }
  return costs;
}

/** A worker whose rules are fewer, so that their cheapest line is found quickly and is no dearer than the true one. */
const relaxed = (worker: LineWorker): LineWorker => ({
  ...worker,
  rules: { ...worker.rules, weeklyRest: null, maxWeekends: Infinity, minOff: 0 },
});

/**
 * A bound from prices (Lagrange): nobody does better than their cheapest line at these prices, and each need pays its price. Any prices give a
 * bound; those of the best mixture give the best one. Null when some line could not be proven cheapest, or time ran out.
 */
export function boundAt(
  { model, elapsed }: Generation,
  prices: Prices,
  until: number,
  loosely: boolean,
): number | null {
  const needs = model.needs.map(({ under, over }, i) => Math.min(under, Math.max(-over, prices.needs[i] ?? 0)));
  let bound = model.needs.reduce((sum, { required }, i) => sum + required * (needs[i] ?? 0), 0);
  for (const worker of model.workers) {
    if (elapsed() > until) return null;
    const costs = costsAt(model, worker, { workers: [], needs });
    const searched = loosely ? relaxed(worker) : worker;
    const { lines, isExact } = bestLines(searched, { costs, big: model.big, limit: PROOF_LABELS });
    if (!isExact) return null;
    bound += lines[0]?.reduced ?? 0;
  }
  return model.isWhole ? Math.ceil(bound - 1e-5) : bound;
}

/** Prices that follow the last ones at a distance: those of a linear mixture jump about, and lines found at steady ones serve longer. */
const between = (steady: Prices, { workers, needs }: Prices): Prices => ({
  workers,
  needs: needs.map((price, i) => STEADINESS * (steady.needs[i] ?? 0) + (1 - STEADINESS) * price),
});

/** Lines, found at some prices, that are cheaper at the last prices than what their workers have. */
function cheaperLines(
  { model, elapsed }: Generation,
  { at, by }: { readonly at: Prices; readonly by: Prices },
  until: number,
  limit: number,
): Column[] | null {
  const found: Column[] = [];
  for (const [i, worker] of model.workers.entries()) {
    if (elapsed() > until) return null;
    const costs = costsAt(model, worker, by);
    for (const line of bestLines(worker, { costs, big: model.big, limit, lines: 2 }).lines) {
      if (reducedCost(model, { worker: i, line }, at) < -SLIGHT) found.push({ worker: i, line });
    }
  }
  return found;
}

/** Lines at prices a little above and below these. */
function linesNear({ model, elapsed }: Generation, prices: Prices, until: number): Column[] {
  return [1, 0.9, 1.1].flatMap((factor) =>
    model.workers.flatMap((worker, i) => {
      if (elapsed() > until) return [];
      const costs = costsAt(model, worker, { workers: [], needs: prices.needs.map((price) => price * factor) });
      const { lines } = bestLines(worker, { costs, big: model.big, limit: QUICK_LABELS, lines: 3 });
      return lines.map((line) => ({ worker: i, line }));
    }),
  );
}

/** Adds lines at the prices of the best mixture until none is cheaper, or time is up. The prices are the last ones. */
export function generate(
  on: Generation,
  start: Plan,
  until: number,
): { readonly master: Master; readonly prices: Prices | null; readonly crowd: Prices | null } {
  const { model, optimizer, elapsed } = on;
  const master = openMaster(
    model,
    start.lines.map((line, worker) => ({ worker, line })),
    optimizer,
  );
  const crowd = crowdPrices(model, optimizer, Math.max(1, (until - elapsed()) / 5));
  let prices: Prices | null = null;
  let steady = crowd;
  if (crowd) master.add(linesNear(on, crowd, until));
  while (elapsed() < until) {
    const priced = master.price(until - elapsed());
    if (priced === null) break;
    prices = priced.prices;
    on.onRound?.(priced.cost);
    steady = between(steady ?? prices, prices);
    let more = cheaperLines(on, { at: prices, by: steady }, until, QUICK_LABELS);
    if (more?.length === 0) more = cheaperLines(on, { at: prices, by: prices }, until, QUICK_LABELS);
    if (more?.length === 0) more = cheaperLines(on, { at: prices, by: prices }, until, PROOF_LABELS);
    if (more === null || more.length === 0) break;
    master.add(more);
  }
  return { master, prices, crowd };
}

/** The lines that are worth the most at the last prices, at most so many for each worker, and those of the plan. */
export function promising(on: Generation, { columns }: Master, prices: Prices, plan: Plan, each: number): Column[] {
  const worth = columns.map((column) => ({ column, value: reducedCost(on.model, column, prices) }));
  const mine = Map.groupBy(worth, ({ column }) => column.worker);
  const best = [...mine.values()].flatMap((some) => some.sort((a, b) => a.value - b.value).slice(0, each));
  const kept = new Set(best.map(({ column }) => column.line));
  const current = plan.lines.map((line, worker) => ({ worker, line })).filter(({ line }) => !kept.has(line));
  return [...best.map(({ column }) => column), ...current];
}

function reducedCost({ workers, big }: LineModel, { worker, line }: Column, prices: Prices): number {
  let cost = line.cost + line.short * big - (prices.workers[worker] ?? 0);
  for (const duty of line.duties)
    for (const need of workers[worker]?.needsOf(duty) ?? []) cost -= prices.needs[need] ?? 0;
  return cost;
}

/**
 * Every line that a plan cheaper than the best one known may contain: those whose cost above the prices is within the gap. Null when there are
 * more than `most`. A choice among all of them that is proven best is best of all.
 */
export function withinGap(on: Generation, prices: Prices, gap: number, most: number): Column[] | null {
  const { model } = on;
  const all: Column[] = [];
  for (const [i, worker] of model.workers.entries()) {
    const costs = costsAt(model, worker, prices);
    const search = { costs, big: model.big, limit: PROOF_LABELS };
    const [cheapest] = bestLines(worker, search).lines;
    const within = (cheapest?.reduced ?? 0) + gap;
    const { lines, isExact } = bestLines(worker, { ...search, within, lines: most - all.length });
    if (!isExact) return null;
    all.push(...lines.map((line) => ({ worker: i, line })));
  }
  return all;
}

/** The cheapest plan among these lines and the plan's own, and the bound if the lines are all there are. */
export function improveAmong(
  { model, optimizer }: Generation,
  columns: readonly Column[],
  plan: Plan,
  seconds: number,
): { readonly plan: Plan; readonly bound: number } {
  const start: readonly Line[] = plan.lines;
  const known = new Set(columns.map(({ line }) => line));
  const own = start.map((line, worker) => ({ worker, line })).filter(({ line }) => !known.has(line));
  const chosen = chooseWhole(model, [...columns, ...own], optimizer, { seconds, start });
  if (chosen === null) return { plan, bound: -Infinity };
  const next = planOf(model, chosen.lines);
  return { plan: costOfPlan(next).total < costOfPlan(plan).total ? next : plan, bound: chosen.bound };
}
