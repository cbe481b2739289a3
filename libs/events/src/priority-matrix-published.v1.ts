import { z } from 'zod';
import { instant } from './shapes.ts';

/**
 * A version of the priority matrix was published; it never changes after that and counts until a later one takes effect. Whoever decides by it
 * takes the base of impact and urgency, then every rule whose tier, contract and conditions all hold, in order. A tier or contract that is null does
 * not matter; a contract counts only while it is in force.
 */
export const priorityMatrixPublishedV1 = z.object({
  number: z.number().int(),
  effectiveFrom: instant,
  base: z.array(z.object({ impact: z.string(), urgency: z.string(), priority: z.string() })),
  rules: z.array(
    z.object({
      tier: z.string().nullable(),
      contractId: z.string().nullable(),
      conditions: z.array(z.string()),
      change: z.string(),
      steps: z.number().int().nullable(),
      priority: z.string().nullable(),
      reason: z.string(),
    }),
  ),
});
