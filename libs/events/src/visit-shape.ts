import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** What every event about a visit says of it: who goes where and when, never what it is about. The event's subject is the visit. */
export const visitShape = z.object({
  customerId: id,
  caseId: id.nullable(),
  siteId: id.nullable(),
  personIds: z.array(id),
  startsAt: instant,
  endsAt: instant,
  travelBeforeMs: z.number().int().nonnegative(),
  travelAfterMs: z.number().int().nonnegative(),
  status: z.enum(['PLANNED', 'CONFIRMED', 'IN_PROGRESS', 'COMPLETED', 'NO_SHOW', 'CANCELLED']),
  hasFollowUp: z.boolean(),
  followUpDueAt: instant.nullable(),
  at: instant,
});
