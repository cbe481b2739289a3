import { z } from 'zod';
import { returnedGoods, returnShape } from './return-shape.ts';

/** A customer wants to return goods. `faulty` is what the customer says. */
export const returnRequestedV1 = z.object({
  ...returnShape,
  wish: z.enum(['REFUND', 'REPLACEMENT', 'REPAIR']),
  goods: z.array(z.object({ ...returnedGoods, faulty: z.boolean() })),
});
