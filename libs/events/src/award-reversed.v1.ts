import { payoutShape } from './payout-shape.ts';

/** Compensation was paid and taken back. */
export const awardReversedV1 = payoutShape;
