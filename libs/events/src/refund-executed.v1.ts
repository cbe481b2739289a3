import { payoutShape } from './payout-shape.ts';

/** A refund was paid. */
export const refundExecutedV1 = payoutShape;
