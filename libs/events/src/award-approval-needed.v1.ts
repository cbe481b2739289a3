import { payoutShape } from './payout-shape.ts';

/** Compensation waits for another person to approve it. */
export const awardApprovalNeededV1 = payoutShape;
