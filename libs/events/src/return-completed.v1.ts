import { z } from 'zod';
import { returnShape } from './return-shape.ts';
import { id } from './shapes.ts';

/** A return has ended: for all that came back something was given, or nothing is. */
export const returnCompletedV1 = z.object({
  ...returnShape,
  goods: z.array(
    z.object({
      purchaseLineId: id,
      received: z.int(),
      refunded: z.int(),
      replaced: z.int(),
      repaired: z.int(),
      rejected: z.int(),
    }),
  ),
});
