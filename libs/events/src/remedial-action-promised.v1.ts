import { z } from 'zod';
import { id } from './shapes.ts';

/** An answer to a complaint promises something. */
export const remedialActionPromisedV1 = z.object({
  complaintId: id,
  caseId: id,
  customerId: id,
  ownerId: id.nullable(),
  dueOn: z.iso.date(),
});
