import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Where a shift that nobody works yet stands, and which shift became of it. The subject is the open shift. */
export const openShiftChangedV1 = z.object({
  siteId: id,
  startsAt: instant,
  endsAt: instant,
  status: z.string(),
  shiftId: id.nullable(),
});
