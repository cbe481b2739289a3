import type { Line, LineWorker, Slot } from './line-model.ts';
import { rested, restDay, workSlot, type Label } from './line-steps.ts';

/** What looking for lines needs to know. */
export interface LineSearch {
  /** What each duty costs now, by index: by itself, and by what it changes for all. */
  readonly costs: Float64Array;
  readonly big: number;
  /** Most labels kept after each day; fewer make it quicker and inexact. */
  readonly limit: number;
  /** How many lines to give back at most. */
  readonly lines?: number;
  /** Gives all lines that cost at most this, rather than one for each way of ending; up to `lines` of them. */
  readonly within?: number;
}

/** The cheapest lines found, cheapest first. */
export interface FoundLines {
  readonly lines: readonly (Line & { readonly reduced: number })[];
  /** Whether no line is cheaper than the first: nothing was left out for the limit. */
  readonly isExact: boolean;
}

/** How long something is remembered that came before: a longer gap satisfies every rule of rest. */
const MEMORY_DAYS = 3;

function keyOf(label: Label, day: number): number | string {
  const { run, off, runOwn, tooSoon, minutes, weekends, weekendCounted, prev, deadline, counts } = label;
  const near = prev !== null && day - prev.day <= MEMORY_DAYS ? (day - prev.day) * 64 + prev.order : 255;
  const flags = (runOwn ? 1 : 0) + (tooSoon ? 2 : 0) + (weekendCounted ? 4 : 0);
  const pattern = ((run * 16 + Math.min(off, 15)) * 8 + flags) * 64 + weekends;
  const key = ((pattern * 128 + deadline + 1) * 256 + near) * 65_536 + minutes;
  return counts === null ? key : `${key}:${counts.join()}`;
}

/** Keeps the cheapest, some of each number of minutes, since least hours may need what is dear today. */
function cheapest(labels: Label[], limit: number): Label[] {
  const byMinutes = Map.groupBy(labels, ({ minutes, short }) => minutes * 64 + Math.round(short));
  const each = Math.max(4, Math.floor(limit / byMinutes.size));
  return [...byMinutes.values()].flatMap((some) => some.sort((a, b) => a.cost - b.cost).slice(0, each));
}

/** The labels after one day. */
function nextDay(labels: readonly Label[], day: number, worker: LineWorker, search: LineSearch): Label[] {
  const best = new Map<number | string, Label>();
  const keep = (worked: Label | null) => {
    const label = worked && closePeriod(worked, day, worker, search.big);
    if (label === null) return;
    const key = keyOf(label, day);
    const known = best.get(key);
    const isBest = !known || label.cost < known.cost;
    if (search.within === undefined) {
      if (isBest) best.set(key, label);
      return;
    }
    if (!isBest) known.twins?.push(label);
    else best.set(key, { ...label, twins: known ? [...(known.twins ?? []), known] : [] });
  };
  const taken = worker.taken.filter((slot) => slot.day === day);
  const options = taken.length > 0 ? [] : (worker.options[day] ?? []);
  for (const label of labels) {
    if (taken.length > 0) keep(workAll(label, taken, worker));
    else keep(restDay(label, day, worker));
    for (const slot of options) keep(workSlot(label, slot, worker, search.costs[slot.duty] ?? 0));
  }
  return [...best.values()];
}

const workAll = (label: Label, slots: readonly Slot[], worker: LineWorker): Label | null =>
  slots.reduce<Label | null>((at, slot) => at && workSlot(at, slot, worker, 0), label);

/** Null when it works too much; at a period's end marks what it works too little, and begins the next one's minutes. */
function closePeriod(label: Label, day: number, { rules }: LineWorker, big: number): Label | null {
  const period = rules.periods.find(({ from, until }) => from <= day && day < until);
  if (!period) return label;
  if (label.minutes > 0 && label.minutes > period.max) return null;
  if (day !== period.until - 1) return label;
  const missing = label.minutes < period.min ? 2 - label.minutes / period.min : 0;
  return { ...label, minutes: 0, short: label.short + missing, cost: label.cost + missing * big };
}

/** What came before the first day. */
function beginning(worker: LineWorker): Label {
  const before = worker.taken.filter(({ day }) => day < 0);
  let label = rested(worker);
  const first = before[0]?.day ?? 0;
  for (let day = first; day < 0; day += 1) {
    const taken = before.filter((slot) => slot.day === day);
    label = (taken.length > 0 ? workAll(label, taken, worker) : restDay(label, day, worker)) ?? label;
  }
  return { ...label, parent: null, slot: null };
}

/** Whether a line agrees with the time that is taken after the last day. */
function goesOn(label: Label, worker: LineWorker): boolean {
  const days = worker.options.length;
  const after = worker.taken.filter(({ day }) => day >= days);
  let at: Label | null = label;
  for (let day = days; day <= (after.at(-1)?.day ?? -1) && at !== null; day += 1) {
    const taken = after.filter((slot) => slot.day === day);
    at = taken.length > 0 ? workAll(at, taken, worker) : restDay(at, day, worker);
  }
  return at !== null;
}

function lineOf(label: Label, worker: LineWorker): Line & { readonly reduced: number } {
  const duties: number[] = [];
  for (let at: Label | null = label; at !== null; at = at.parent) if (at.slot) duties.push(at.slot.duty);
  duties.reverse();
  return { duties, short: label.short, cost: worker.costOf(duties), reduced: label.cost };
}

/** Every line that ends as one of these labels and costs at most so much; null when there are more than `most`. */
function allWithin(ended: readonly Label[], worker: LineWorker, { within = 0, lines: most = 1 }: LineSearch) {
  const found: (Line & { readonly reduced: number })[] = [];
  const walk = (label: Label, after: number, duties: readonly number[]): boolean => {
    for (const each of [label, ...(label.twins ?? [])]) {
      if (each.cost + after > within + 1e-7) continue;
      const worked = each.slot ? [each.slot.duty, ...duties] : duties;
      const { parent } = each;
      if (parent !== null) {
        if (!walk(parent, after + each.cost - parent.cost, worked)) return false;
      } else if (found.length >= most) return false;
      else found.push({ duties: worked, short: 0, cost: worker.costOf(worked), reduced: each.cost + after });
    }
    return true;
  };
  return ended.every((label) => walk(label, 0, [])) ? found : null;
}

/**
 * The lines of duties of one worker that cost least and keep every hard rule, day by day: lines that later days cannot tell apart are one, and
 * the cheaper stays. When least hours cannot be reached, lines that are short of them are given, at {@link LineSearch.big} and more.
 */
export function bestLines(worker: LineWorker, search: LineSearch): FoundLines {
  let labels: Label[] = [beginning(worker)];
  let isExact = true;
  for (let day = 0; day < worker.options.length; day += 1) {
    labels = nextDay(labels, day, worker, search);
    if (labels.length > search.limit) {
      isExact = false;
      labels = cheapest(labels, search.limit);
    }
  }
  const ended = labels.filter((label) => goesOn(label, worker)).sort((a, b) => a.cost - b.cost);
  if (search.within !== undefined) {
    const all = isExact ? allWithin(ended, worker, search) : null;
    return { lines: all ?? [], isExact: all !== null };
  }
  const lines = ended.slice(0, search.lines ?? 1).map((label) => lineOf(label, worker));
  if (lines.length > 0) return { lines, isExact };
  const short = 2 * worker.rules.periods.filter(({ min }) => min > 0).length;
  const nothing = { duties: [], short, cost: worker.costOf([]) };
  return { lines: [{ ...nothing, reduced: worker.baseCost + short * search.big }], isExact: false };
}
