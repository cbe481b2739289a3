import { z } from 'zod';
import { returnedGoods, returnShape } from './return-shape.ts';

/** Goods that came back were looked at. */
export const returnInspectedV1 = z.object({
  ...returnShape,
  goods: z.array(
    z.object({
      ...returnedGoods,
      condition: z.enum(['UNOPENED', 'OPENED', 'USED', 'CUSTOMER_DAMAGE']),
      faultFound: z.boolean(),
      resaleable: z.boolean(),
    }),
  ),
});
