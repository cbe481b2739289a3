import { z } from 'zod';
import { id } from './shapes.ts';

/** Somebody asked to hire, or what became of that. The subject is the requisition. */
export const requisitionChangedV1 = z.object({
  siteId: id,
  teamId: id.nullable(),
  jobRole: z.string(),
  headcount: z.number().int().positive(),
  status: z.enum(['REQUESTED', 'APPROVED', 'REJECTED', 'ON_HOLD', 'FILLED', 'CANCELLED']),
  budgetLine: z.string().nullable(),
  /** What all who are hired may cost together in a year, in minor units. */
  budgetMinor: z.string(),
  currency: z.string(),
});
