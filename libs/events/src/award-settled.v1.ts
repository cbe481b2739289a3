import { payoutShape } from './payout-shape.ts';

/** Compensation was paid, and counts as such everywhere. */
export const awardSettledV1 = payoutShape;
