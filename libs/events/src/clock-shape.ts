import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * One row of the ledger of a case's clocks, and when the clock is due after it. The event's subject is the row. `at` is when it happened, which may
 * be earlier than when it was recorded; `targetMs` is whole milliseconds of business time by the calendar version (null for the wall clock);
 * `dueAt` is null without a target and while the clock stands still; `cause` is the id of a contact, a status, a priority, or another word.
 */
export const clockRow = z.object({
  caseId: id,
  clock: z.string(),
  segment: z.number().int(),
  at: instant,
  dueAt: instant.nullable(),
  targetMs: z.number().int().nullable(),
  calendarVersionId: id.nullable(),
  standardId: id.nullable(),
  cause: z.string(),
});
