import {
  boundAt,
  generate,
  improveAmong,
  promising,
  withinGap,
  type Elapsed,
  type Generation,
} from './column-generation.ts';
import type { LineModel } from './line-model.ts';
import type { Prices } from './master.ts';
import type { Optimizer } from './optimizer.ts';
import { costOfPlan, type Plan } from './plan.ts';
import { greedyPlan, seededRandom, settle, shake, type Search } from './search.ts';

/** How long solving may take, and when it is good enough. */
export interface Effort {
  readonly seconds: number;
  /** Share of the penalty by which it may lie above the bound. */
  readonly gap: number;
  readonly seed: number;
}

/** How far solving has come. */
export interface Progress {
  readonly phase: 'GREEDY' | 'SETTLING' | 'PRICING' | 'BOUND' | 'CHOOSING' | 'SHAKING' | 'DONE';
  readonly seconds: number;
  readonly penalty: number;
  readonly bound: number;
}

/** What solving needs from outside. */
export interface Solving extends Effort {
  readonly optimizer: Optimizer;
  /** Seconds since it began. */
  readonly elapsed: Elapsed;
  readonly onProgress?: (progress: Progress) => void;
}

/** A plan, and what no plan is cheaper than. */
export interface Solved {
  readonly plan: Plan;
  readonly bound: number;
  readonly status: 'OPTIMAL' | 'FEASIBLE' | 'GREEDY';
}

/** Labels kept a day in the search, by how many work: many people need little each. */
const labelsFor = ({ workers }: LineModel) => (workers.length > 400 ? 30 : 60);
/** Most lines in a choice that is to be proven best. */
const MOST_COLUMNS = 30_000;

interface State {
  plan: Plan;
  bound: number;
}

const isClose = ({ plan, bound }: State, gap: number) => {
  const { penalty, total } = costOfPlan(plan);
  return total - bound <= Math.max(1e-6, gap * Math.abs(penalty));
};

/** Bounds the penalty by the last prices: exactly where time allows, otherwise with fewer rules. */
function bound(state: State, on: Generation, prices: Prices, until: number): void {
  const loose = boundAt(on, prices, until, true);
  if (loose !== null) state.bound = Math.max(state.bound, loose);
  const exact = boundAt(on, prices, until, false);
  if (exact !== null) state.bound = Math.max(state.bound, exact);
}

/** Chooses among every line that could be part of something cheaper, as long as they are few enough; proves the best then. */
function chooseAmongAll(state: State, on: Generation, prices: Prices, until: number): void {
  const { penalty, total } = costOfPlan(state.plan);
  const gap = total - state.bound;
  let columns = total === penalty ? withinGap(on, prices, gap, MOST_COLUMNS) : null;
  const isAll = columns !== null;
  for (let part = gap / 2; columns === null && part > gap / 64; part /= 2)
    columns = withinGap(on, prices, part, MOST_COLUMNS / 3);
  if (columns === null) return;
  const chosen = improveAmong(on, columns, state.plan, until - on.elapsed());
  state.plan = chosen.plan;
  // What is not among the lines costs more than the plan known before.
  if (isAll) state.bound = Math.max(state.bound, Math.min(chosen.bound, penalty));
}

function price(state: State, on: Generation, seconds: number): void {
  const { master, prices, crowd } = generate(on, state.plan, seconds * 0.5);
  try {
    if (prices === null) return;
    if (crowd) bound(state, on, crowd, seconds * 0.65);
    bound(state, on, prices, seconds * 0.75);
    const columns = promising(on, master, prices, state.plan, Math.max(5, Math.floor(4000 / on.model.workers.length)));
    const left = seconds * 0.9 - on.elapsed();
    if (left > 0.1 && !isClose(state, 0)) state.plan = improveAmong(on, columns, state.plan, left / 3).plan;
    if (on.model.workers.length <= 60 && !isClose(state, 0)) chooseAmongAll(state, on, prices, seconds * 0.95);
  } finally {
    master.close();
  }
}

/**
 * Solves a model: greedily at first, so that there is an answer whatever happens; then everybody in turn changes to the line that suits best; then
 * lines are generated at the prices of a linear mixture (column generation), which also gives the bound; the best whole choice among them is
 * taken; and what time is left goes into taking a few people out and in again. The same seed and enough time give the same answer.
 */
export function solve(model: LineModel, { optimizer, elapsed, onProgress, ...effort }: Solving): Solved {
  const { seconds, gap, seed } = effort;
  const state: State = { plan: greedyPlan(model, labelsFor(model)), bound: 0 };
  const tell = (phase: Progress['phase']) =>
    onProgress?.({ phase, seconds: elapsed(), penalty: costOfPlan(state.plan).penalty, bound: state.bound });
  tell('GREEDY');
  const search = (share: number): Search => ({
    ...{ isOver: () => elapsed() >= seconds * share || isClose(state, gap) },
    ...{ random: seededRandom(seed), limit: labelsFor(model) },
  });
  if (elapsed() >= seconds) return { ...state, status: 'GREEDY' };
  settle(state.plan, search(0.25));
  tell('SETTLING');
  const on: Generation = { model, optimizer, elapsed, onRound: () => tell('PRICING') };
  price(state, on, seconds);
  tell('CHOOSING');
  settle(state.plan, search(0.97));
  state.plan = shake(state.plan, search(1), Math.min(8, Math.max(2, Math.ceil(model.workers.length / 8))));
  tell('DONE');
  return { ...state, status: isClose(state, gap) ? 'OPTIMAL' : 'FEASIBLE' };
}
