import { incidentPlace } from './incident-shape.ts';
import { id } from './shapes.ts';

/** A customer is affected by a major incident, and has a case of their own about it. */
export const incidentAffectedV1 = incidentPlace.extend({ customerId: id, caseId: id });
