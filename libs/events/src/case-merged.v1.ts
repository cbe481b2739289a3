import { z } from 'zod';
import { instant } from './shapes.ts';

/** A case is continued within another one. */
export const caseMergedV1 = z.object({
  survivorId: z.string(),
  mergeId: z.string(),
  from: z.string(),
  to: z.string(),
  at: instant,
  reason: z.string(),
});
