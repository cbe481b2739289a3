import { z } from 'zod';
import { id } from './shapes.ts';

/**
 * What every event of an entitlement says of it. `total` and `remaining` count whole minutes when `allocation` is HOURS and cases when it
 * is CASES; both are null for PERIOD, which is not counted.
 */
export const entitlementShape = {
  contractId: id,
  customerId: id,
  allocation: z.string(),
  total: z.number().int().nullable(),
  remaining: z.number().int().nullable(),
  restricted: z.boolean(),
};
