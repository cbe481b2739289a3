import { payoutShape } from './payout-shape.ts';

/** Compensation could not be paid; nothing was, and nothing is reserved for it. */
export const awardFailedV1 = payoutShape;
