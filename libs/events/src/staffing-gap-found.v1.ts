import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Fewer people are there, or were planned, than a staffing requirement asks for. The subject is the staffing gap. Not to be taken for a cover gap, where nobody of a level is on shift. */
export const staffingGapFoundV1 = z.object({
  siteId: id,
  teamId: id.nullable(),
  skillId: id.nullable(),
  requirementId: id,
  startsAt: instant,
  endsAt: instant,
  /** Who was counted: those present in the interval that runs, or those planned for one to come. */
  basis: z.enum(['PRESENT', 'PLANNED']),
  required: z.number().int(),
  covered: z.number(),
  at: instant,
});
