import { payoutShape } from './payout-shape.ts';

/** Compensation will not be paid: the rules or a person said no. */
export const awardRejectedV1 = payoutShape;
