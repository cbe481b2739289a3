import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A team or site is asked how it is. Who answers, and when, is told to nobody. The subject is the pulse. */
export const pulseOpenedV1 = z.object({
  siteId: id,
  teamId: id.nullable(),
  asked: z.number().int(),
  closesAt: instant,
});
