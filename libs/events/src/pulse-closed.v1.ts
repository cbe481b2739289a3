import { z } from 'zod';
import { id } from './shapes.ts';

/** A pulse is over, and may be read. The subject is the pulse. */
export const pulseClosedV1 = z.object({
  siteId: id,
  teamId: id.nullable(),
  asked: z.number().int(),
  answered: z.number().int(),
});
