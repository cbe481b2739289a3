import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Customers are asked, asked otherwise, or asked no more. The subject is the programme; its words are told by nobody but the metrics. */
export const surveyProgrammeChangedV1 = z.object({
  kind: z.enum(['CSAT', 'NPS', 'CES']),
  siteId: id.nullable(),
  versionNumber: z.number().int().positive(),
  /** The person who changed it; null when a service did. */
  personId: id.nullable(),
  endedAt: instant.nullable(),
  at: instant,
});
