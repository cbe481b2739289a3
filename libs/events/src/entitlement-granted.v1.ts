import { z } from 'zod';
import { entitlementShape } from './entitlement-shape.ts';

/**
 * A contract that gives an entitlement was agreed. The days are the first and the last of its term, without a zone; a contract that
 * renews itself may run on past the last.
 */
export const entitlementGrantedV1 = z.object({
  ...entitlementShape,
  name: z.string(),
  channel: z.string().nullable(),
  decrementOn: z.string(),
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
});
