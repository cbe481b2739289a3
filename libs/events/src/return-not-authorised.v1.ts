import { z } from 'zod';
import { returnShape } from './return-shape.ts';
import { id } from './shapes.ts';

/** Policy was asked whether goods may come back, and does not allow it, or not yet. `outcome` is the gravest of all lines. */
export const returnNotAuthorisedV1 = z.object({
  ...returnShape,
  outcome: z.string(),
  decisionIds: z.array(id),
});
