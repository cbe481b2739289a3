import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Somebody put on record what they did to get better at their work, or took it back. What it was about is not told. The subject is the entry. */
export const cpdChangedV1 = z.object({
  personId: id,
  /** `YYYY-MM-DD`. */
  doneOn: z.string(),
  minutes: z.number().int().positive(),
  skillId: id.nullable(),
  withdrawnAt: instant.nullable(),
});
