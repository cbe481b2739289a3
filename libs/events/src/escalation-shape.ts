import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * Where an escalation stands, whole; the event's subject is the escalation. `toPersonId` is null while nobody on shift could be found, and
 * `acceptBy` with it; `requesterId` is null when the ladder raised it, and `isAutomatic` true.
 */
export const escalationShape = z.object({
  caseId: id,
  customerId: id,
  siteId: id.nullable(),
  teamId: id.nullable(),
  assigneeId: id.nullable(),
  level: z.string(),
  status: z.string(),
  isAutomatic: z.boolean(),
  requesterId: id.nullable(),
  toPersonId: id.nullable(),
  acceptBy: instant.nullable(),
  reason: z.string(),
  at: instant,
});
