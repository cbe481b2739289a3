import { z } from 'zod';
import { id } from './shapes.ts';

/** Somebody plays a scenario, answered, shared their answer, was scored or gave one of the best answers. The subject is the role-play. */
export const rolePlayChangedV1 = z.object({
  scenarioId: id,
  playerId: id,
  reviewerId: id.nullable(),
  status: z.enum(['STARTED', 'ANSWERED', 'SCORED']),
  sharing: z.enum(['PRIVATE', 'ANONYMOUS', 'NAMED']),
  isBest: z.boolean(),
});
