import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * A service standard was published, ends because a later one takes its place, or was withdrawn. Says from when until when it is in
 * force (`effectiveUntil` exclusive, null while open), so that a reader can tell which standard held at any instant. A standard whose
 * two ends are the same was withdrawn before it was ever in force. Durations are whole milliseconds of business time.
 */
export const standardChangedV1 = z.object({
  name: z.string(),
  calendarId: id,
  caseType: z.string(),
  priority: z.string().nullable(),
  firstResponseMs: z.number().int().nullable(),
  resolutionMs: z.number().int().nullable(),
  effectiveFrom: instant,
  effectiveUntil: instant.nullable(),
});
