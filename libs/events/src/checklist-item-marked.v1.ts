import { z } from 'zod';
import { id } from './shapes.ts';

/** An item of a checklist was ticked, its document received or verified, or that was taken back. */
export const checklistItemMarkedV1 = z.object({
  caseId: id,
  customerId: id,
  siteId: id.nullable(),
  teamId: id.nullable(),
  assigneeId: id.nullable(),
  checklistId: id,
  title: z.string(),
  mark: z.enum(['TICKED', 'RECEIVED', 'VERIFIED', 'TAKEN_BACK']),
  status: z.enum(['PENDING', 'TICKED', 'RECEIVED', 'VERIFIED']),
  markedBy: z.string(),
  personId: id.nullable(),
});
