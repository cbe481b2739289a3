import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A version of a routing queue is in force; a retired one says that nothing is offered by it any more. The subject is the version. */
export const routingQueuePublishedV1 = z.object({
  key: z.string(),
  number: z.number().int(),
  teamId: id,
  overflowTeamId: id.nullable(),
  isRetired: z.boolean(),
  effectiveFrom: instant,
});
