import { incidentPlace } from './incident-shape.ts';

/** What was proposed is no major incident. */
export const incidentRejectedV1 = incidentPlace;
