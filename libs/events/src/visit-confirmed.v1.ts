import { visitShape } from './visit-shape.ts';

/** A visit was agreed to by the customer. The subject is the visit. */
export const visitConfirmedV1 = visitShape;
