import { z } from 'zod';

/** A product of the range of goods is new, or something of it changed. Carries the new state whole. */
export const productRecordedV1 = z.object({
  sku: z.string(),
  name: z.string(),
  category: z.string(),
  active: z.boolean(),
});
