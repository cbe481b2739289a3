import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Where a call-out stands, whole; the event's subject is the call-out. `toPersonId` is null while nobody on shift could be found. */
export const calloutShape = z.object({
  siteId: id,
  caseId: id.nullable(),
  customerId: id.nullable(),
  urgency: z.string(),
  status: z.string(),
  level: z.string(),
  requesterId: id.nullable(),
  toPersonId: id.nullable(),
  acknowledgeBy: instant.nullable(),
  reason: z.string(),
  at: instant,
});
