import { isIdOf, type Problem } from '@courtesy/kernel';
import { problemWithText } from '../customer/wording.ts';

/** That what is kept of a customer must stay. */
export interface LegalHold {
  readonly id: string;
  readonly customerId: string;
  readonly caseId: string | null;
  readonly reason: string;
  readonly reviewOn: string;
  readonly placedBy: string;
  readonly placedAt: Date;
  readonly liftedBy: string | null;
  readonly liftedAt: Date | null;
  readonly liftReason: string | null;
}

/** A hold was placed. */
export interface LegalHoldPlaced {
  readonly type: 'LegalHoldPlaced';
  readonly hold: LegalHold;
}

/** A hold was lifted, now or before. */
export interface LegalHoldLifted {
  readonly type: 'LegalHoldLifted';
  readonly hold: LegalHold;
}

/** The longest reason, in characters. */
export const MAX_HOLD_REASON = 2_000;

/** Everything that is wrong with a hold as given, on the day `today`. */
export function problemsOfHold(
  given: { readonly caseId?: string | null | undefined; readonly reason: string; readonly reviewOn: string },
  today: string,
): Problem[] {
  const reason = problemWithText('reason', given.reason, MAX_HOLD_REASON);
  const problems = reason ? [reason] : [];
  if (given.caseId && !isIdOf('case', given.caseId))
    problems.push({ path: 'caseId', message: `"${given.caseId}" is not the id of a case` });
  if (given.reviewOn <= today)
    problems.push({ path: 'reviewOn', message: 'is not after today; a hold is looked at again' });
  return problems;
}
