import { payoutShape } from './payout-shape.ts';

/** Compensation may be paid: the authority of whoever asked covers it, or another person approved it. */
export const awardApprovedV1 = payoutShape;
