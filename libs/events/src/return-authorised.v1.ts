import { z } from 'zod';
import { returnShape } from './return-shape.ts';
import { id } from './shapes.ts';

/** The goods may come back: policy allows it, or somebody approved what policy leaves open. */
export const returnAuthorisedV1 = z.object({
  ...returnShape,
  decisionIds: z.array(id),
  requiredDocuments: z.array(z.string()),
  isApproval: z.boolean(),
});
