import { payoutShape } from './payout-shape.ts';

/** A refund could not be paid; nothing was, and nothing is reserved for it. */
export const refundFailedV1 = payoutShape;
