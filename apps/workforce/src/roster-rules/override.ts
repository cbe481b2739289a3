import type { Problem } from '@courtesy/kernel';
import type { InputMaybe, OverriddenRule } from '@courtesy/graph-types/workforce';
import type { Shift } from '../shift/shift.ts';
import { problemsOfText } from '../directory/problems.ts';
import type { RuleBreach } from './rule-check.ts';

/** Somebody who is not yet 18, by their id as a person. */
export interface YoungWorker {
  readonly id: string;
  /** `YYYY-MM-DD`. */
  readonly turns18On: string;
}

/** A rule that was set aside for a shift. */
export interface ShiftOverride {
  readonly id: string;
  readonly shiftId: string;
  /** A rule's id, or `LOCKED`: the roster was locked. */
  readonly rule: OverriddenRule;
  readonly found: number;
  readonly allowed: number;
  readonly reason: string;
  readonly madeAt: Date;
  /** Null for a caller who is no person. */
  readonly madeById: string | null;
}

/** Who sets a rule aside, and why. */
export interface OverrideBy {
  readonly newId: () => string;
  readonly reason: string;
  readonly at: Date;
  readonly personId: string | null;
}

/** What is kept of rules that were set aside: each beside the shift of whoever it is about, or beside the first where it is about nobody. */
export function overridesOf(
  shifts: readonly Shift[],
  { breaches, isLocked }: { readonly breaches: readonly RuleBreach[]; readonly isLocked: boolean },
  by: OverrideBy,
): ShiftOverride[] {
  const [first] = shifts;
  if (!first) return [];
  const made = (shiftId: string, of: Pick<ShiftOverride, 'rule' | 'found' | 'allowed'>): ShiftOverride => ({
    ...of,
    ...{ id: by.newId(), shiftId, reason: by.reason, madeAt: by.at, madeById: by.personId },
  });
  const broken = breaches.map(({ ruleId, personId, found, allowed }) =>
    made((shifts.find((each) => each.personId === personId) ?? first).id, { rule: ruleId, found, allowed }),
  );
  const locked = isLocked ? shifts.map(({ id }) => made(id, { rule: 'LOCKED', found: 0, allowed: 0 })) : [];
  return [...broken, ...locked];
}

const MAX_REASON = 2000;

/** What is wrong with a reason that sets rules aside; nothing when none is given. */
export const problemsOfOverride = (reason: InputMaybe<string>): Problem[] =>
  typeof reason === 'string' ? problemsOfText('overrideReason', reason, MAX_REASON) : [];
