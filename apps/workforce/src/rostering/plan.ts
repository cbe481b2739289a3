import { inequality } from './fairness.ts';
import { bestLines } from './line.ts';
import { costOfNeed, type Line, type LineModel, type LineWorker } from './line-model.ts';

/** A roster in the making: everybody's line, and how many are there for each need. */
export interface Plan {
  readonly model: LineModel;
  readonly lines: Line[];
  readonly present: Int32Array;
}

const MANY_LABELS = 5_000;

/** Somebody who has no line yet. */
export const NO_LINE: Line = { duties: [], short: 0, cost: 0 };

/** Nobody works yet. */
export const emptyPlan = (model: LineModel): Plan => ({
  model,
  lines: model.workers.map(() => NO_LINE),
  present: new Int32Array(model.needs.length),
});

function count({ present }: Plan, worker: LineWorker, duties: readonly number[], by: number): void {
  for (const duty of duties) for (const need of worker.needsOf(duty)) present[need] = (present[need] ?? 0) + by;
}

/** Gives somebody another line. */
export function takeLine(plan: Plan, index: number, line: Line): void {
  const worker = plan.model.workers[index];
  if (!worker) return;
  count(plan, worker, plan.lines[index]?.duties ?? [], -1);
  count(plan, worker, line.duties, 1);
  plan.lines[index] = line;
}

/** The plan in which everybody works these lines. */
export function planOf(model: LineModel, lines: readonly Line[]): Plan {
  const plan = emptyPlan(model);
  for (const [i, line] of lines.entries()) takeLine(plan, i, line);
  return plan;
}

function unfairness({ model, lines }: Plan): number {
  if (model.fairnessWeight === 0) return 0;
  const shares = model.workers.flatMap(({ wishWeight }, i) =>
    wishWeight > 0 ? [1 - (lines[i]?.cost ?? 0) / wishWeight] : [],
  );
  return model.fairnessWeight * inequality(shares);
}

/** What a plan costs: the penalty proper, and with it what is laid on hard rules that it does not keep. */
export function costOfPlan(plan: Plan): { readonly penalty: number; readonly total: number } {
  const { model, lines, present } = plan;
  let [penalty, hard] = [unfairness(plan), 0];
  for (const [i, need] of model.needs.entries()) {
    const cost = costOfNeed(need, present[i] ?? 0);
    if (need.hard) hard += cost;
    else penalty += cost;
  }
  for (const { cost, short } of lines) {
    penalty += cost;
    hard += short * model.big;
  }
  return { penalty, total: penalty + hard };
}

/** What each duty would cost now if this worker, who works nothing, took it. */
function costsFor({ model, present }: Plan, worker: LineWorker): Float64Array {
  const costs = new Float64Array(model.dutyCount);
  for (const slots of worker.options)
    for (const { duty } of slots) {
      let cost = worker.dutyCost.get(duty) ?? 0;
      for (const i of worker.needsOf(duty)) {
        const [need, there = 0] = [model.needs[i], present[i]];
        if (need) cost += costOfNeed(need, there + 1) - costOfNeed(need, there);
      }
      costs[duty] = cost;
    }
  return costs;
}

/** With few labels a line can miss least hours that it could reach: then it is looked for with many. */
function bestResponse({ big }: LineModel, worker: LineWorker, costs: Float64Array, limit: number): Line | undefined {
  const [quick] = bestLines(worker, { costs, big, limit }).lines;
  return quick && quick.short > 0 ? bestLines(worker, { costs, big, limit: MANY_LABELS }).lines[0] : quick;
}

/** Gives somebody the line that suits best while all others keep theirs; the old one when that is better. Tells whether it changed. */
export function respond(plan: Plan, index: number, limit: number): boolean {
  const { model, lines } = plan;
  const [worker, before] = [model.workers[index], lines[index] ?? NO_LINE];
  if (!worker) return false;
  const costBefore = costOfPlan(plan).total;
  takeLine(plan, index, NO_LINE);
  const line = bestResponse(model, worker, costsFor(plan, worker), limit);
  if (!line) return false;
  takeLine(plan, index, line);
  if (before === NO_LINE || costOfPlan(plan).total < costBefore - 1e-9) return true;
  takeLine(plan, index, before);
  return false;
}
