import { z } from 'zod';
import { id } from './shapes.ts';

/** A service standard was set or changed. Durations are whole milliseconds of business time. */
export const standardChangedV1 = z.object({
  name: z.string(),
  calendarId: id,
  caseType: z.string(),
  priority: z.string().nullable(),
  firstResponseMs: z.number().int().nullable(),
  resolutionMs: z.number().int().nullable(),
});
