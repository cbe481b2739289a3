import type { LineRules, LineWorker, Slot } from './line-model.ts';

/** A line as far as a day: what it costs and all that later days ask of it. */
export interface Label {
  readonly cost: number;
  /** Days worked in a row, up to the last day, and days off after them. */
  readonly run: number;
  readonly off: number;
  readonly runOwn: boolean;
  /** A rest before this run was too short, which counts as soon as a duty joins the run. */
  readonly tooSoon: boolean;
  readonly minutes: number;
  readonly weekends: number;
  readonly weekendCounted: boolean;
  readonly prev: Slot | null;
  /** Index of the midnight by which the next weekly rest must have been had. */
  readonly deadline: number;
  readonly counts: readonly number[] | null;
  readonly short: number;
  readonly parent: Label | null;
  readonly slot: Slot | null;
  /** Dearer lines that later days cannot tell from this one; kept only when they are asked for. */
  readonly twins?: Label[];
}

/** Somebody who has been off for ever. */
export const rested = ({ rules, baseCost }: LineWorker): Label => ({
  ...{ cost: baseCost, run: 0, off: 99, runOwn: false, tooSoon: false, minutes: 0, weekends: 0 },
  ...{ weekendCounted: false, prev: null, deadline: -1, short: 0, parent: null, slot: null },
  counts: rules.kindMax === null ? null : rules.kindMax.map(() => 0),
});

const DAYS_IN_WEEK = 7;

/** The midnight index by which the rest after this start is due: the first window that the rest before does not serve. */
function nextDeadline({ length, midnights }: NonNullable<LineRules['weeklyRest']>, start: number): number {
  let i = 0;
  while (i < midnights.length && (midnights[i] ?? Infinity) <= start - length) i += 1;
  return i + DAYS_IN_WEEK;
}

function restDeadline(label: Label, slot: Slot, weekly: LineRules['weeklyRest']): number | null {
  if (weekly === null) return -1;
  const gap = label.prev === null ? Infinity : slot.start - label.prev.end;
  const deadline = gap >= weekly.length ? nextDeadline(weekly, slot.start) : label.deadline;
  const latest = weekly.midnights[deadline] ?? Infinity;
  return slot.end + weekly.length > latest && slot.duty >= 0 ? null : deadline;
}

/** Whether taking this slot after that line breaks the succession of shifts: rest, overlap, forbidden pairs. */
function follows({ prev }: Label, slot: Slot, rules: LineRules): boolean {
  if (prev === null || (prev.duty < 0 && slot.duty < 0)) return true;
  if (slot.start - prev.end < rules.minRest) return false;
  return !(rules.forbidden !== null && prev.day === slot.day - 1 && rules.forbidden[prev.kind]?.[slot.kind]);
}

function runAfter(label: Label, own: boolean, rules: LineRules): Pick<Label, 'run' | 'runOwn' | 'tooSoon'> | null {
  const starts = label.run === 0 || label.off > 0;
  const before = label.run > 0 && label.runOwn;
  const short = starts ? label.off < rules.minOff && label.run > 0 : label.tooSoon;
  const run = Math.min(
    (starts ? 0 : label.run) + 1,
    Number.isFinite(rules.maxRun) ? rules.maxRun + 1 : Math.max(rules.minRun, 1),
  );
  const runOwn = own || (!starts && label.runOwn);
  if (short && (runOwn || (starts && before))) return null;
  if (runOwn && run > rules.maxRun) return null;
  return { run, runOwn, tooSoon: short };
}

function weekendAfter(label: Label, slot: Slot, worker: LineWorker): Pick<Label, 'weekends' | 'weekendCounted'> | null {
  const { maxWeekends } = worker.rules;
  if (!Number.isFinite(maxWeekends) || slot.day < 0 || slot.day >= worker.options.length)
    return { weekends: 0, weekendCounted: false };
  const weekday = (slot.day + worker.firstWeekday) % DAYS_IN_WEEK;
  if (weekday < 5) return { weekends: label.weekends, weekendCounted: false };
  const counted = weekday === 6 && label.weekendCounted;
  const weekends = label.weekends + (counted ? 0 : 1);
  return weekends > maxWeekends && slot.duty >= 0 ? null : { weekends, weekendCounted: true };
}

function countsAfter({ counts }: Label, { kind }: Slot, { kindMax }: LineRules): Label['counts'] | undefined {
  if (counts === null || kindMax === null) return counts;
  const next = (counts[kind] ?? 0) + 1;
  const most = kindMax[kind] ?? Infinity;
  if (next > most) return undefined;
  return Number.isFinite(most) ? counts.map((count, i) => (i === kind ? next : count)) : counts;
}

/** The line that goes on with this slot, or null when a hard rule forbids it. */
export function workSlot(label: Label, slot: Slot, worker: LineWorker, cost: number): Label | null {
  const { rules } = worker;
  const own = slot.duty >= 0;
  if (!follows(label, slot, rules)) return null;
  const run = runAfter(label, own, rules);
  const deadline = restDeadline(label, slot, rules.weeklyRest);
  const weekend = weekendAfter(label, slot, worker);
  const counts = own ? countsAfter(label, slot, rules) : label.counts;
  if (run === null || deadline === null || weekend === null || counts === undefined) return null;
  const { short } = label;
  const minutes = label.minutes + (own ? slot.minutes : 0);
  const rest = { off: 0, minutes, prev: slot, deadline, counts, short, parent: label, slot: own ? slot : null };
  return { cost: label.cost + cost, ...run, ...weekend, ...rest };
}

/** The line that is off on this day, or null when it has not worked long enough before. */
export function restDay(label: Label, day: number, worker: LineWorker): Label | null {
  const { rules, options, firstWeekday } = worker;
  const ends = label.run > 0 && label.off === 0;
  const open = rules.firstRunIsOpen && day - label.run <= 0;
  if (ends && day < options.length && label.runOwn && label.run < rules.minRun && !open) return null;
  const weekendCounted = label.weekendCounted && (day + firstWeekday) % DAYS_IN_WEEK === 6;
  const off = label.run === 0 ? label.off : label.off + 1;
  const forgotten = off >= rules.minOff ? { run: 0, off: 99, runOwn: false, tooSoon: false } : { run: 1, off };
  const { twins: _, ...rest } = label;
  return { ...rest, ...forgotten, weekendCounted, parent: label, slot: null };
}
