import { payoutShape } from './payout-shape.ts';

/** A refund was asked for. */
export const refundRequestedV1 = payoutShape;
