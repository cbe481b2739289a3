import { payoutShape } from './payout-shape.ts';

/** A refund waits for another person to approve it. */
export const refundApprovalNeededV1 = payoutShape;
