import { payoutShape } from './payout-shape.ts';

/** A refund was paid, and counts as such everywhere. */
export const refundSettledV1 = payoutShape;
