/** Cases on which money was promised that has not been paid, for the guard: one of each payout that is neither settled nor undone. */
export const unpaidPayoutsSql = `
  SELECT p.case_id, 'REFUND_UNPAID' AS kind,
    CASE p.kind WHEN 'REFUND' THEN 'A refund has not been paid' ELSE 'Compensation has not been paid' END AS what, p.id
  FROM payouts p
  WHERE p.case_id = ANY ($1) AND p.status NOT IN ('SETTLED', 'REJECTED', 'FAILED', 'REVERSED')`;
