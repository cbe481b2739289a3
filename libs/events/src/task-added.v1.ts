import { z } from 'zod';
import { taskShape } from './task-shape.ts';

/** Something is to be done about a case. */
export const taskAddedV1 = z.object(taskShape);
