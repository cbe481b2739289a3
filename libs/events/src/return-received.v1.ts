import { z } from 'zod';
import { returnedGoods, returnShape } from './return-shape.ts';

/** Goods have come back, all or some. */
export const returnReceivedV1 = z.object({ ...returnShape, goods: z.array(z.object(returnedGoods)) });
