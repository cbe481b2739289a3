import { z } from 'zod';
import { id, instant } from './shapes.ts';

const interval = z.tuple([z.string(), z.string()]);

/**
 * A version of a calendar was published; it never changes after that. Of the versions of a calendar whose `effectiveAt` has come, the one of
 * the highest number counts. Holidays are among the exceptions. `reason` says why a one-off exception was added or removed.
 */
export const calendarVersionPublishedV1 = z.object({
  calendarId: id,
  number: z.number().int(),
  effectiveAt: instant,
  timeZone: z.string(),
  week: z.record(z.string(), z.array(interval)),
  exceptions: z.array(z.object({ date: z.iso.date(), intervals: z.array(interval), name: z.string().optional() })),
  reason: z.string().nullable(),
});
