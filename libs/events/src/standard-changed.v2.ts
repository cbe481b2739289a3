import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * The same as v1, with everything that v1 cannot say: for which tier or contract a standard is, every clock it sets, how long before the end
 * it warns, and in which statuses of a case a clock stands still. Told of every standard; v1 only of those for any tier without a contract.
 * A band goes for its contract first, then for its tier, then for all. Durations are whole milliseconds of business time, by the calendar of
 * the case's site where `usesSiteCalendar` and the site has one, or else by `calendarId`.
 */
export const standardChangedV2 = z.object({
  name: z.string(),
  calendarId: id,
  usesSiteCalendar: z.boolean(),
  caseType: z.string(),
  priority: z.string().nullable(),
  tier: z.string().nullable(),
  contractId: id.nullable(),
  targets: z.array(
    z.object({
      clock: z.string(),
      withinMs: z.number().int(),
      warnBeforeMs: z.number().int().nullable(),
      pausedIn: z.array(z.string()),
    }),
  ),
  effectiveFrom: instant,
  effectiveUntil: instant.nullable(),
});
