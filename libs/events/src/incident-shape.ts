import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** What every event of a major incident says: what it is, where, and where it stands after the step. */
export const incidentPlace = z.object({
  kind: z.string(),
  severity: z.string(),
  status: z.string(),
  siteIds: z.array(id),
  at: instant,
  /** The person who did it; null for a caller who is none. */
  personId: id.nullable(),
});
