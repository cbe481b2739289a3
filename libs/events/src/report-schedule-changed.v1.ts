import { z } from 'zod';
import { id } from './shapes.ts';

/** A report was scheduled, was run by its schedule, or is run by it no longer. The subject is the schedule, the sequence its version. */
export const reportScheduleChangedV1 = z.object({
  key: z.string(),
  siteId: id.nullable(),
  /** When it is run next; null once it has ended. */
  nextAt: z.iso.datetime().nullable(),
});
