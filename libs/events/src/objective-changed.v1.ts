import { z } from 'zod';
import { id } from './shapes.ts';

/** An objective was adopted, moved, or rests on something else. The subject is the objective, the sequence its version. */
export const objectiveChangedV1 = z.object({
  parentId: id.nullable(),
  ownerId: id,
  from: z.iso.date(),
  to: z.iso.date(),
  targetIds: z.array(id),
  goalIds: z.array(id),
  initiativeIds: z.array(id),
});
