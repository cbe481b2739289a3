import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * Who stands for whom since a merge or its undoing: one root for every customer whose survivor changed, themself where nobody stands for
 * them any more. A reader overwrites what it knew of these customers.
 */
export const customerFamilyChange = z.object({
  mergeId: id,
  survivorId: id,
  /** The customers that the merge is about. */
  mergedIds: z.array(id).min(1),
  roots: z.array(z.object({ customerId: id, survivorId: id })),
  at: instant,
});
