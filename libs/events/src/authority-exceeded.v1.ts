import { z } from 'zod';
import { id } from './shapes.ts';

/**
 * Somebody asked for more than their own authority covers, and the request waits for another person (PENDING), was approved or refused.
 * `minor` is in minor units of `currency` written as decimal digits; `reason` is the limit passed, or why no limit was looked at.
 */
export const authorityExceededV1 = z.object({
  status: z.enum(['PENDING', 'APPROVED', 'REFUSED']),
  grantId: id.nullable(),
  reason: z.string(),
  decisionType: z.string(),
  minor: z.string(),
  currency: z.string(),
  caseId: id,
  customerId: id.nullable(),
  orderReference: z.string().nullable(),
  requesterId: id.nullable(),
  deciderId: id.nullable(),
});
