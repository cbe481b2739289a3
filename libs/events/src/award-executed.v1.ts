import { payoutShape } from './payout-shape.ts';

/** Compensation was paid. */
export const awardExecutedV1 = payoutShape;
