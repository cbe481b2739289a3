import { z } from 'zod';
import { approvalShape } from './approval-shape.ts';
import { id } from './shapes.ts';

/** An approval was given, refused or withdrawn, or its time has passed. */
export const approvalEndedV1 = z.object({
  ...approvalShape,
  status: z.enum(['APPROVED', 'REJECTED', 'EXPIRED', 'WITHDRAWN']),
  reason: z.string().nullable(),
  decidedById: id.nullable(),
});
