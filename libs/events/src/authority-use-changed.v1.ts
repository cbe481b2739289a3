import { z } from 'zod';
import { id } from './shapes.ts';

/**
 * Authority to decide an amount was reserved (sequence 1), then settled or voided (sequence 2). `minor` is what counts against the limits
 * from now on, in minor units of `currency` written as decimal digits.
 */
export const authorityUseChangedV1 = z.object({
  state: z.enum(['RESERVED', 'SETTLED', 'VOIDED']),
  grantId: id,
  requestId: id.nullable(),
  decisionType: z.string(),
  minor: z.string(),
  currency: z.string(),
  caseId: id,
  customerId: id.nullable(),
  orderReference: z.string().nullable(),
  requesterId: id.nullable(),
  approverId: id.nullable(),
});
