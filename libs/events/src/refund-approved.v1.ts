import { payoutShape } from './payout-shape.ts';

/** A refund may be paid: the authority of whoever asked covers it, or another person approved it. */
export const refundApprovedV1 = payoutShape;
