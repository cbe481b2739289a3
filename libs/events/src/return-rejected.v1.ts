import { z } from 'zod';
import { returnShape } from './return-shape.ts';

/** Nothing is given for the goods of a return, or nothing more. */
export const returnRejectedV1 = z.object({ ...returnShape, reason: z.string() });
