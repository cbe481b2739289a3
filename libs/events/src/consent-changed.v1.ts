import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * A customer's consent to a purpose was given or withdrawn. The subject is the line of their ledger. `countsFor` are all customers for whom it
 * counts, who were merged when it was recorded; `channel` is null for all channels, `basis` null on a withdrawal.
 */
export const consentChangedV1 = z.object({
  customerId: id,
  countsFor: z.array(id),
  purpose: z.enum(['MARKETING', 'RESEARCH', 'PROFILING', 'SHARING_WITH_THIRD_PARTY', 'RECORDING', 'HEALTH_DATA']),
  channel: z.enum(['PHONE', 'EMAIL', 'LETTER', 'SMS', 'CHAT', 'SOCIAL', 'PORTAL', 'FACE_TO_FACE']).nullable(),
  change: z.enum(['GIVEN', 'WITHDRAWN']),
  basis: z.enum(['CONSENT', 'CONTRACT', 'LEGAL_OBLIGATION', 'LEGITIMATE_INTEREST', 'VITAL_INTEREST']).nullable(),
  from: instant,
  until: instant.nullable(),
});
