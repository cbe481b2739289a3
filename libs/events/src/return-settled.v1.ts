import { z } from 'zod';
import { returnedGoods, returnShape } from './return-shape.ts';

/** Something was given for goods that came back. `reference` is the refund or the order of the replacement. */
export const returnSettledV1 = z.object({
  ...returnShape,
  remedy: z.enum(['REFUNDED', 'REPLACED', 'REPAIRED']),
  goods: z.array(z.object(returnedGoods)),
  reference: z.string().nullable(),
});
