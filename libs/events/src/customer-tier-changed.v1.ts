import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * A customer is of another tier from some instant on, or of none: then `tierId`, `tier` (its name, such as GOLD) and `rank` (1 is the
 * highest) are null. The subject is the assignment that began or ended.
 */
export const customerTierChangedV1 = z.object({
  customerId: id,
  tierId: id.nullable(),
  tier: z.string().nullable(),
  rank: z.number().int().nullable(),
  from: instant,
});
