import { z } from 'zod';
import { id } from './shapes.ts';

/** An initiative was proposed, started or ended. The subject is the initiative, the sequence its version. */
export const initiativeChangedV1 = z.object({
  status: z.enum(['PROPOSED', 'IN_PROGRESS', 'DONE', 'STOPPED']),
  causeId: id.nullable(),
  metricKey: z.string(),
  ownerId: id,
});
