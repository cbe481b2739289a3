import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Something that an answer promised was done, or is not to be done any more. */
export const remedialActionEndedV1 = z.object({
  complaintId: id,
  caseId: id,
  customerId: id,
  ownerId: id.nullable(),
  dueOn: z.iso.date(),
  status: z.enum(['DONE', 'WAIVED']),
  endedAt: instant,
  endedById: id.nullable(),
});
