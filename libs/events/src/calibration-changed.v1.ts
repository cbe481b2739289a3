import { z } from 'zod';
import { id } from './shapes.ts';

/** A calibration was opened, rated in or closed. What anybody found is not told. The subject is the calibration. */
export const calibrationChangedV1 = z.object({
  scorecardVersionId: id,
  status: z.enum(['OPEN', 'CLOSED']),
  interactionIds: z.array(id),
  raterIds: z.array(id),
});
