import { payoutShape } from './payout-shape.ts';

/** A refund was paid and taken back. */
export const refundReversedV1 = payoutShape;
