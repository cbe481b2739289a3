import { z } from 'zod';
import { entitlementShape } from './entitlement-shape.ts';

/** A use took the last of an entitlement: something was left before it, and nothing, or less, is now. Has the sequence of that use. */
export const entitlementExhaustedV1 = z.object(entitlementShape);
