import { z } from 'zod';
import { taskShape } from './task-shape.ts';

/** A task was delegated, accepted, declined, handed back, done, cancelled or has lapsed. */
export const taskMovedV1 = z.object({
  ...taskShape,
  verb: z.enum(['DELEGATE', 'ACCEPT', 'DECLINE', 'HAND_BACK', 'COMPLETE', 'CANCEL', 'EXPIRE']),
  reason: z.string().nullable(),
});
