import { incidentPlace } from './incident-shape.ts';

/** A major incident was looked back on. */
export const incidentReviewedV1 = incidentPlace;
