import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A staffing gap, which is the subject, is over: covered, its interval passed, or another plan holds. */
export const staffingGapClosedV1 = z.object({
  siteId: id,
  requirementId: id,
  because: z.enum(['COVERED', 'PASSED', 'SUPERSEDED']),
  at: instant,
});
