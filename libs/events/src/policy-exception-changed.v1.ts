import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** An exception to a rule was asked for, granted or refused. It holds, once granted, until `expiresAt` (exclusive), which it always has. */
export const policyExceptionChangedV1 = z.object({
  status: z.enum(['REQUESTED', 'GRANTED', 'REFUSED']),
  rule: z.string(),
  caseId: id.nullable(),
  customerId: id.nullable(),
  reason: z.string(),
  expiresAt: instant,
  requesterId: id.nullable(),
  deciderId: id.nullable(),
});
