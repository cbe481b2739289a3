import { payoutShape } from './payout-shape.ts';

/** A refund will not be paid: the rules or a person said no. */
export const refundRejectedV1 = payoutShape;
