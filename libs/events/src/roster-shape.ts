import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** What stands in the way of a visit with those who go. The event's subject is the visit. */
export const rosterShape = z.object({
  conflicts: z.array(
    z.object({
      personId: id,
      kind: z.enum(['BREAK', 'OUTSIDE_SHIFT', 'LEAVE', 'VISIT', 'NOT_EMPLOYED']),
      from: instant,
      until: instant,
    }),
  ),
  at: instant,
});
