import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** What every event of a complaint says: where it belongs, and where it stands after the step. */
export const complaintPlace = z.object({
  caseId: id,
  customerId: id,
  siteId: id.nullable(),
  teamId: id.nullable(),
  assigneeId: id.nullable(),
  regimeId: id,
  regimeVersionId: id,
  stage: z.string(),
  status: z.string(),
  /** When it was done, which may be earlier than when it was recorded. */
  at: instant,
  /** The day of that in the regime's time zone. */
  on: z.iso.date(),
  personId: id.nullable(),
});
