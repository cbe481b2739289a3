import { incidentPlace } from './incident-shape.ts';

/** A major incident was proposed. */
export const incidentProposedV1 = incidentPlace;
