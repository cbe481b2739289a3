import { z } from 'zod';
import { id } from './shapes.ts';

/**
 * Where a service contract, which is the subject, stands after it was agreed, reviewed, renewed or ended. What people call it stays with the policy
 * service. `decisionDueOn` is the day by which its renewal is to be decided, null when there is nothing to decide; `valueMinor` is decimal digits of
 * minor units, null when nobody put a price on it.
 */
export const contractChangedV1 = z.object({
  customerId: id,
  status: z.enum(['DRAFT', 'ACTIVE', 'RENEWED', 'TERMINATED']),
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  renewalMode: z.enum(['NONE', 'MANUAL', 'AUTO']),
  decisionDueOn: z.iso.date().nullable(),
  renewalDecision: z.enum(['RENEW', 'LET_EXPIRE']).nullable(),
  valueMinor: z.string().regex(/^\d+$/).nullable(),
  currency: z.string().nullable(),
});
