import { needShape } from './need-shape.ts';

/** A need of a customer is known to have been met, or not. The subject is the need. */
export const needAnsweredV1 = needShape;
