import { z } from 'zod';
import { id } from './shapes.ts';

/** What every event of a review of quality says: whose it is, of what, and where it stands after the step. The event's subject is the review. */
export const reviewShape = z.object({
  scorecardVersionId: id,
  interactionId: id.nullable(),
  caseId: id.nullable(),
  personId: id,
  reviewerId: id,
  status: z.enum(['DRAFT', 'PUBLISHED', 'ACKNOWLEDGED', 'DISPUTED', 'UPHELD', 'CHANGED']),
  /** What the ratings that count come to; null for a draft, or when nothing was applicable. */
  scoreTenThousandths: z.number().int().min(0).max(10_000).nullable(),
  /** Whether a critical criterion made it nought. */
  failedCritical: z.boolean(),
});
