import type { InvalidInput } from '@courtesy/kernel';
import { wrong, type Budget, type BudgetIsElsewhere, unlessOpen } from './budget.ts';
import {
  availableOf,
  isAtThreshold,
  type BudgetCommitment,
  type BudgetLine,
  type CostEntry,
  type Figures,
  added,
} from './budget-line.ts';

/** Who enters something, and when. */
export interface EntryHand {
  readonly enteredBy: string;
  readonly enteredById: string | null;
  readonly enteredAt: Date;
}

/** A line as it is after an entry, and the entry. */
export interface Entered {
  readonly line: BudgetLine;
  readonly entry: CostEntry;
  /** Whether its use came to its threshold with this entry. A line under IGNORE says nothing. */
  readonly passedThreshold: boolean;
}

/** A line has too little left. Nothing was entered. */
export interface BudgetLineExhausted {
  readonly type: 'BudgetLineExhausted';
  readonly line: BudgetLine;
  readonly askedMinor: bigint;
}
/** The plan would be less than what is used already. Nothing was entered. */
export interface PlanBelowUse {
  readonly type: 'PlanBelowUse';
  readonly line: BudgetLine;
}
/** It was settled or released before. Nothing was entered. */
export interface BudgetCommitmentEnded {
  readonly type: 'BudgetCommitmentEnded';
  readonly commitment: BudgetCommitment;
}

type Deltas = Pick<CostEntry, 'kind' | 'commitmentId' | 'because'> & Figures;

/** Enters something in a line's ledger, whatever it comes to. */
export function enter(line: BudgetLine, id: string, what: Deltas, by: EntryHand): Entered {
  const entry: CostEntry = { ...what, ...by, id, lineId: line.id, number: line.entries + 1, currency: line.currency };
  const after: BudgetLine = { ...line, ...added(line, what), entries: entry.number };
  const passedThreshold =
    line.control !== 'IGNORE' &&
    !isAtThreshold(line, line.thresholdPercent) &&
    isAtThreshold(after, after.thresholdPercent);
  return { line: after, entry, passedThreshold };
}

/** Something to be reserved. */
export interface Reserving {
  readonly entryId: string;
  readonly commitmentId: string;
  readonly forId: string | null;
  readonly minor: bigint;
  readonly because: string | null;
}

/** An amount is spoken for. */
export interface Reserved extends Entered {
  readonly type: 'Reserved';
  readonly commitment: BudgetCommitment;
  /** Whether the line is beyond its plan now. Only WARN lets that happen and tells of it. */
  readonly isOver: boolean;
}

/** Speaks for an amount. Under STOP never for more than is left; a budget that is not open lets nothing new be committed. */
export function reserve(
  { budget, line }: { readonly budget: Budget; readonly line: BudgetLine },
  what: Reserving,
  by: EntryHand,
): Reserved | BudgetLineExhausted | BudgetIsElsewhere {
  const shut = unlessOpen(budget);
  if (shut) return shut;
  const { minor, commitmentId, forId, because } = what;
  if (line.control === 'STOP' && minor > availableOf(line))
    return { type: 'BudgetLineExhausted', line, askedMinor: minor };
  const deltas = { kind: 'COMMIT' as const, plannedMinor: 0n, committedMinor: minor, actualMinor: 0n };
  const entered = enter(line, what.entryId, { ...deltas, commitmentId, because }, by);
  const commitment: BudgetCommitment = {
    ...{ id: commitmentId, lineId: line.id, forId, minor, currency: line.currency, status: 'OPEN' },
    ...{ settledMinor: null, reservedAt: by.enteredAt, endedAt: null },
  };
  return {
    ...{ type: 'Reserved', ...entered, commitment },
    isOver: line.control === 'WARN' && availableOf(entered.line) < 0n,
  };
}

/** What is spoken for on which line. */
export interface Held {
  readonly line: BudgetLine;
  readonly commitment: BudgetCommitment;
}

/** A commitment came to its end. */
export interface Ended extends Entered {
  readonly type: 'Ended';
  readonly commitment: BudgetCommitment;
}

/** Frees what was spoken for: it will not be spent. */
export function release(
  { line, commitment }: Held,
  { entryId, because }: { readonly entryId: string; readonly because: string },
  by: EntryHand,
): Ended | BudgetCommitmentEnded {
  if (commitment.status !== 'OPEN') return { type: 'BudgetCommitmentEnded', commitment };
  const deltas = { kind: 'RELEASE' as const, plannedMinor: 0n, committedMinor: -commitment.minor, actualMinor: 0n };
  const entered = enter(line, entryId, { ...deltas, commitmentId: commitment.id, because }, by);
  const ended = { ...commitment, status: 'RELEASED' as const, settledMinor: 0n, endedAt: by.enteredAt };
  return { type: 'Ended', ...entered, commitment: ended };
}

/** Turns what was spoken for into what was spent: all of it, or less, and then the rest is free. */
export function settle(
  { line, commitment }: Held,
  { entryId, minor = commitment.minor }: { readonly entryId: string; readonly minor?: bigint | undefined },
  by: EntryHand,
): Ended | BudgetCommitmentEnded | InvalidInput {
  if (commitment.status !== 'OPEN') return { type: 'BudgetCommitmentEnded', commitment };
  if (minor > commitment.minor) return wrong('amount', 'is more than was reserved; enter the rest as a correction');
  const deltas = { kind: 'SETTLE' as const, plannedMinor: 0n, committedMinor: -commitment.minor, actualMinor: minor };
  const entered = enter(line, entryId, { ...deltas, commitmentId: commitment.id, because: null }, by);
  const ended = { ...commitment, status: 'SETTLED' as const, settledMinor: minor, endedAt: by.enteredAt };
  return { type: 'Ended', ...entered, commitment: ended };
}

/** What a plan is to be from now on. */
export interface Revision {
  readonly plannedMinor: bigint;
  readonly control: BudgetLine['control'];
  readonly thresholdPercent: number;
}

/** Revises a plan. Under STOP it stays at what is used, or more. */
export function revise(
  line: BudgetLine,
  to: Revision & { readonly entryId: string; readonly because: string },
  by: EntryHand,
): ({ readonly type: 'Revised' } & Entered) | PlanBelowUse {
  const { entryId, because, plannedMinor, control, thresholdPercent } = to;
  const deltas = { kind: 'PLAN' as const, committedMinor: 0n, actualMinor: 0n };
  const change = { ...deltas, plannedMinor: plannedMinor - line.plannedMinor, commitmentId: null, because };
  const revised = { ...line, control, thresholdPercent, version: line.version + 1 };
  const entered = enter(revised, entryId, change, by);
  if (control === 'STOP' && plannedMinor < line.plannedMinor && availableOf(entered.line) < 0n)
    return { type: 'PlanBelowUse', line };
  return { type: 'Revised', ...entered };
}

/** Enters what was spent, or came back, beside any commitment: it says what happened, and no control stops it. */
export function correct(
  line: BudgetLine,
  { entryId, minor, because }: { readonly entryId: string; readonly minor: bigint; readonly because: string },
  by: EntryHand,
): Entered {
  const deltas = { kind: 'CORRECT' as const, plannedMinor: 0n, committedMinor: 0n, actualMinor: minor };
  return enter(line, entryId, { ...deltas, commitmentId: null, because }, by);
}
