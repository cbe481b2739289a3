import { visitShape } from './visit-shape.ts';

/** A visit met nobody. The subject is the visit. */
export const visitNoShowV1 = visitShape;
