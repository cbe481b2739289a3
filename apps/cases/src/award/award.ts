import { addMoney, amountOf, isProblem, type Money, type Problem } from '@courtesy/kernel';
import type { AwardCompensationInput } from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithText } from '../case/case.ts';
import type { HeadGiven, Payout } from '../payment/payout.ts';

/** Compensation for what a customer lost. */
export interface CompensationAward extends Payout {
  readonly kind: 'AWARD';
}

/** The most heads of loss that one award is for. */
const MAX_HEADS = 10;

/** An award as it is asked for, read. */
export interface AwardAsked {
  readonly heads: readonly HeadGiven[];
  readonly amount: Money;
}

/** Reads the heads of an award; every problem when they cannot be right. All are of one currency. */
export function awardAsked(input: AwardCompensationInput): AwardAsked | Problem[] {
  const problems: Problem[] = [];
  const reason = problemWithText('reason', input.reason, MAX_REASON);
  if (reason) problems.push(reason);
  const count = input.heads.length;
  if (count === 0 || count > MAX_HEADS)
    problems.push({ path: 'heads', message: `has ${count} items; send 1 to ${MAX_HEADS}` });
  let total: Money | null = null;
  const heads: HeadGiven[] = [];
  for (const [place, { head, band, amount, upliftCodes, basis, exceptionId }] of input.heads.entries()) {
    const read = amountOf(`heads[${place}].amount`, amount);
    if (isProblem(read)) problems.push(read);
    else if (total && total.currency !== read.currency)
      problems.push({
        path: `heads[${place}].amount`,
        message: `is not in ${total.currency}, as the head before it is`,
      });
    else {
      total = total ? addMoney(total, read) : read;
      const codes = [...(upliftCodes ?? [])];
      heads.push({
        head,
        band,
        minor: String(read.minor),
        upliftCodes: codes,
        basis,
        exceptionId: exceptionId ?? null,
      });
    }
  }
  return problems.length > 0 || !total ? problems : { heads, amount: total };
}
