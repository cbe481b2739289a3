import { z } from 'zod';
import { id } from './shapes.ts';

/** Where a swap of shifts stands. The subject is the swap. */
export const shiftSwapChangedV1 = z.object({
  shiftId: id,
  personId: id,
  partnerId: id,
  partnerShiftId: id.nullable(),
  status: z.string(),
});
