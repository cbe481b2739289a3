import { z } from 'zod';
import { instant } from './shapes.ts';

/** What other services copy of a customer changed. Carries the new state whole. */
export const customerChangedV1 = z.object({
  kind: z.enum(['PERSON', 'ORGANISATION']),
  territory: z.string().nullable(),
  country: z.string().nullable(),
  circumstances: z.array(z.string()),
  changedAt: instant,
});
