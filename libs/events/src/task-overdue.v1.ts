import { z } from 'zod';
import { taskShape } from './task-shape.ts';

/** A task should have been done. Told once, with the instant at which it was due. */
export const taskOverdueV1 = z.object(taskShape);
