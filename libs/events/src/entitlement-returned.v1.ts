import { z } from 'zod';
import { entitlementShape } from './entitlement-shape.ts';
import { id } from './shapes.ts';

/** A use was given back, such as of a case that was merged. `units` is what the ledger row takes: nothing or less. */
export const entitlementReturnedV1 = z.object({
  ...entitlementShape,
  useId: id,
  returnsUseId: id,
  caseId: id,
  units: z.number().int(),
});
