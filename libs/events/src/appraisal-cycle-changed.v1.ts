import { z } from 'zod';
import { id } from './shapes.ts';

/** People of a site are appraised, by this formula from now on. The subject is the cycle. */
export const appraisalCycleChangedV1 = z.object({
  siteId: id,
  /** `YYYY-MM-DD`, both included. */
  from: z.string(),
  until: z.string(),
  formulaNumber: z.number().int().positive(),
});
