import { familyOf } from '../case-merge/family.store.ts';

/**
 * Cases on which money was promised that has not been paid, for the guard: one row for each payout that is neither settled nor undone. What was
 * promised on a merged case hinders the one that goes on for it.
 */
export const unpaidPayoutsSql = `
  SELECT c.id, 'REFUND_UNPAID' AS kind,
    CASE p.kind WHEN 'REFUND' THEN 'A refund has not been paid' ELSE 'Compensation has not been paid' END AS what, p.id
  FROM cases c JOIN payouts p ON p.case_id = ANY (${familyOf('c.id')})
  WHERE c.id = ANY ($1) AND p.status NOT IN ('SETTLED', 'REJECTED', 'FAILED', 'REVERSED')`;
