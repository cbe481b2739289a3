import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A version of a journey is published. The subject is the journey. */
export const journeyPublishedV1 = z.object({
  number: z.number().int().positive(),
  touchpointIds: z.array(id),
  at: instant,
});
