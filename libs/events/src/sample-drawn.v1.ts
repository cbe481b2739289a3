import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Contacts of a time were drawn for review; for which signals is not told. The subject is the sampling plan. */
export const sampleDrawnV1 = z.object({
  siteId: id,
  scorecardId: id,
  from: instant,
  until: instant,
  contacts: z.array(z.object({ interactionId: id, reviewerId: id.nullable() })),
});
