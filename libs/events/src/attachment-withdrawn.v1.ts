import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A file of a case was withdrawn: its record stays, its content is handed out no more. The subject is the attachment. */
export const attachmentWithdrawnV1 = z.object({
  caseId: id,
  customerId: id,
  siteId: id.nullable(),
  teamId: id.nullable(),
  assigneeId: id.nullable(),
  reason: z.string(),
  personId: id.nullable(),
  withdrawnAt: instant,
});
