import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A customer was erased, with everybody merged into them: nothing says any more who they were. */
export const customerErasedV1 = z.object({ customerIds: z.array(id).min(1), at: instant });
