import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A meeting was planned, held or cancelled, or something was written or decided in it. What was said stays with the workforce service. The subject is the meeting. */
export const meetingChangedV1 = z.object({
  kind: z.enum(['MEETING', 'HUDDLE']),
  siteId: id,
  teamId: id.nullable(),
  organiserId: id,
  status: z.enum(['PLANNED', 'HELD', 'CANCELLED']),
  startsAt: instant,
  endsAt: instant,
});
