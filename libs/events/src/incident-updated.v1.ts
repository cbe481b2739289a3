import { z } from 'zod';
import { incidentPlace } from './incident-shape.ts';
import { id } from './shapes.ts';

/** Something was added to the timeline of a major incident without moving it: a note, a change of roles, a plan, an update to customers. */
export const incidentUpdatedV1 = incidentPlace.extend({ entryId: id, entry: z.string() });
