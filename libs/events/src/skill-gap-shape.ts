import { z } from 'zod';
import { id } from './shapes.ts';

/** What every event of a skill gap says of it, whole. The event's subject is the gap. */
export const skillGapShape = z.object({
  personId: id,
  source: z.enum(['REVIEWS', 'POLICY_ERRORS', 'REOPENED_CASES', 'UPHELD_COMPLAINTS']),
  scorecardId: id.nullable(),
  criterionKey: z.string().nullable(),
  criterionId: id.nullable(),
  clauseId: id.nullable(),
  /** By which key the course is known that is proposed; null when nobody said what mends it. */
  courseKey: z.string().nullable(),
  status: z.enum(['OPEN', 'WITHDRAWN', 'MENDED']),
  failed: z.number().int().nonnegative(),
  of: z.number().int().nonnegative(),
  /** The reviews or cases that it rests on now. */
  evidenceIds: z.array(id),
});
