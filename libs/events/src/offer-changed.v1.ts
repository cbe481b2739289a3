import { z } from 'zod';
import { id } from './shapes.ts';

/** Work was offered, or what became of that. While it is open or accepted it takes its pay of the requisition's budget. The subject is the offer. */
export const offerChangedV1 = z.object({
  requisitionId: id,
  applicantId: id,
  status: z.enum(['AWAITING_ANSWER', 'ACCEPTED', 'DECLINED', 'WITHDRAWN', 'EXPIRED']),
  /** What it pays in a year, in minor units. */
  payMinor: z.string(),
  currency: z.string(),
  /** `YYYY-MM-DD`. */
  startsOn: z.string(),
});
