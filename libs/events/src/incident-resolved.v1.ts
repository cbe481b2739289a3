import { incidentPlace } from './incident-shape.ts';

/** A major incident is over. */
export const incidentResolvedV1 = incidentPlace;
