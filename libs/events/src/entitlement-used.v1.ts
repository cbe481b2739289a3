import { z } from 'zod';
import { entitlementShape } from './entitlement-shape.ts';
import { id } from './shapes.ts';

/** An entitlement was used for a case. `units` is what was taken; `remaining` what is left after it, negative when overdrawn. */
export const entitlementUsedV1 = z.object({ ...entitlementShape, useId: id, caseId: id, units: z.number().int() });
