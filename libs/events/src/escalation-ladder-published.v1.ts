import { z } from 'zod';
import { instant } from './shapes.ts';

/** A version of an escalation ladder is in force for cases whose customers begin to wait from then on. Durations are whole milliseconds. */
export const escalationLadderPublishedV1 = z.object({
  name: z.string(),
  caseType: z.string().nullable(),
  priority: z.string().nullable(),
  number: z.number().int(),
  levels: z.array(z.object({ level: z.string(), afterMs: z.number().int(), acceptWithinMs: z.number().int() })),
  effectiveFrom: instant,
});
