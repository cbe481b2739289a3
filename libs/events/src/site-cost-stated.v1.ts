import { z } from 'zod';
import { id } from './shapes.ts';

/**
 * What an hour of work costs at a site on average, from days on; what was stated for the first of them or later holds no longer. The subject is the
 * site. Stated only of at least five people together, and rounded, so that it does not tell what one of them costs; a day of which fewer are known
 * has no rates.
 */
export const siteCostStatedV1 = z.object({
  siteId: id,
  /** The first day that is stated anew, `YYYY-MM-DD`. */
  from: z.string(),
  rates: z.array(
    z.object({
      /** `YYYY-MM-DD`. */
      from: z.string(),
      currency: z.string(),
      /** Of an hour, in minor units, rounded to whole fifties; null when fewer than five people are known from that day on. */
      hourMinor: z.number().int().nonnegative().nullable(),
    }),
  ),
});
