import { incidentPlace } from './incident-shape.ts';

/** A major incident was declared. */
export const incidentDeclaredV1 = incidentPlace;
