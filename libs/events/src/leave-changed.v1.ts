import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Somebody's leave was requested, approved, declined or cancelled. Says when, never why: the kind of leave stays with the workforce service. */
export const leaveChangedV1 = z.object({
  personId: id,
  from: instant,
  until: instant,
  status: z.enum(['REQUESTED', 'APPROVED', 'DECLINED', 'CANCELLED']),
});
