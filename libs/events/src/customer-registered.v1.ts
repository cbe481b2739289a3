import { z } from 'zod';
import { instant } from './shapes.ts';

/** A customer became known. `territory` is the state, province or county of their postal address, when known. */
export const customerRegisteredV1 = z.object({
  kind: z.enum(['PERSON', 'ORGANISATION']),
  territory: z.string().nullable(),
  country: z.string().nullable(),
  circumstances: z.array(z.string()),
  registeredAt: instant,
});
