import { z } from 'zod';
import { instant } from './shapes.ts';

/** A case moved between states other than by being resolved, reopened or closed, which have events of their own. */
export const caseStatusChangedV1 = z.object({
  from: z.string(),
  to: z.string(),
  at: instant,
  reason: z.string().nullable(),
});
