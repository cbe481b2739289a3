import { z } from 'zod';
import { returnedGoods, returnShape } from './return-shape.ts';
import { id } from './shapes.ts';

/** The refund for goods of a return came to nothing; what is given for them is to be decided again. */
export const returnReopenedV1 = z.object({ ...returnShape, refundId: id, goods: z.array(z.object(returnedGoods)) });
