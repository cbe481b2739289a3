import { needShape } from './need-shape.ts';

/** A need of a customer is on record. The subject is the need. */
export const needRecordedV1 = needShape;
