import { z } from 'zod';
import { returnShape } from './return-shape.ts';

/** The customer keeps the goods after all. */
export const returnCancelledV1 = z.object({ ...returnShape, reason: z.string() });
