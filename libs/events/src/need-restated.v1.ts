import { needShape } from './need-shape.ts';

/** A need of a customer is understood differently. The subject is the need. */
export const needRestatedV1 = needShape;
