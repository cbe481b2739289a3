import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * Money given to a customer, as it stands after what happened. `minor` is its amount in minor units of `currency`, in decimal digits; `siteId` and
 * `teamId` are where whoever asked works; `reason` is why it was asked for, or why it came to nothing.
 */
export const payoutShape = z.object({
  caseId: id,
  customerId: id,
  purchaseId: id.nullable(),
  minor: z.string().regex(/^\d+$/),
  currency: z.string(),
  status: z.string(),
  siteId: id.nullable(),
  teamId: id.nullable(),
  requesterId: id,
  approverId: id.nullable(),
  decisionId: id.nullable(),
  authorityUseId: id.nullable(),
  reason: z.string(),
  at: instant,
});
