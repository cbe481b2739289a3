import { incidentPlace } from './incident-shape.ts';

/** A major incident spreads no further. */
export const incidentContainedV1 = incidentPlace;
