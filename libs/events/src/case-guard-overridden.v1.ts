import { z } from 'zod';
import { instant } from './shapes.ts';

/** A case ended over what still had to be done. The subject is the override. */
export const caseGuardOverriddenV1 = z.object({
  caseId: z.string(),
  verb: z.string(),
  reason: z.string(),
  failures: z.array(z.object({ kind: z.string(), what: z.string(), id: z.string() })).min(1),
  overriddenBy: z.string(),
  personId: z.string().nullable(),
  at: instant,
});
