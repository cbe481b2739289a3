import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * How much work somebody is to be given, from when on: a new starter grows into the whole. The subject is the person; the steps replace all that
 * were told before, and before the first of them it is 100 percent.
 */
export const workingCapacityChangedV1 = z.object({
  personId: id,
  steps: z.array(z.object({ from: instant, percent: z.number().int().min(0).max(100) })),
});
