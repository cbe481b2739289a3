import type { LineModel } from './line-model.ts';
import { costOfPlan, emptyPlan, NO_LINE, planOf, respond, takeLine, type Plan } from './plan.ts';

/** How long, and by which chance. */
export interface Search {
  /** Whether time is up. */
  readonly isOver: () => boolean;
  /** From 0 to 1, the same for the same seed. */
  readonly random: () => number;
  /** Labels kept a day in each line. */
  readonly limit: number;
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffled(count: number, random: () => number): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j] ?? 0, all[i] ?? 0];
  }
  return all;
}

/** One after another takes the line that suits best what the others left, those with the least choice first. Keeps every hard rule that can be kept. */
export function greedyPlan(model: LineModel, limit: number): Plan {
  const plan = emptyPlan(model);
  const choice = model.workers.map(({ options }) => options.reduce((sum, slots) => sum + slots.length, 0));
  const order = model.workers.map((_, i) => i).sort((a, b) => (choice[a] ?? 0) - (choice[b] ?? 0) || a - b);
  for (const i of order) respond(plan, i, limit);
  return plan;
}

/** Lets one after another change to the line that suits best until nobody gains by it, or time is up. */
export function settle(plan: Plan, search: Search): void {
  const waiting = new Set(shuffled(plan.model.workers.length, search.random));
  while (waiting.size > 0 && !search.isOver()) {
    const [next = 0] = waiting;
    waiting.delete(next);
    if (!respond(plan, next, search.limit)) continue;
    for (const other of shuffled(plan.model.workers.length, search.random)) if (other !== next) waiting.add(other);
  }
}

/** Takes a few people out at a time, fills their places anew and settles; keeps what is cheaper. */
export function shake(start: Plan, search: Search, groupSize: number): Plan {
  let best = start;
  let bestCost = costOfPlan(best).total;
  const { model } = start;
  while (!search.isOver()) {
    const plan = planOf(model, best.lines);
    const group = shuffled(model.workers.length, search.random).slice(0, groupSize);
    for (const i of group) takeLine(plan, i, NO_LINE);
    for (const i of group) respond(plan, i, search.limit);
    const near = shuffled(model.workers.length, search.random).slice(0, groupSize * 2);
    for (const i of [...near, ...group]) if (!search.isOver()) respond(plan, i, search.limit);
    const { total } = costOfPlan(plan);
    if (total > bestCost + 1e-9 || plan.lines.length === 0) continue;
    [best, bestCost] = [plan, total];
  }
  return best;
}
