import { z } from 'zod';
import { id } from './shapes.ts';

/** An appraisal was begun, scored, completed, signed or appealed against, or an appeal was decided on. The subject is the appraisal. */
export const appraisalChangedV1 = z.object({
  cycleId: id,
  personId: id,
  appraiserId: id,
  status: z.enum(['DRAFT', 'SELF', 'MANAGER', 'SIGNED', 'APPEALED']),
  /** What it came to, in hundredths of a point of 100, when it was completed; null otherwise. */
  resultHundredths: z.number().int().min(0).max(10_000).nullable(),
  supersedesId: id.nullable(),
});
