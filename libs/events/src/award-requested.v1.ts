import { payoutShape } from './payout-shape.ts';

/** Compensation was asked for. */
export const awardRequestedV1 = payoutShape;
