import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A contact was put on record. The text itself stays with the cases service. */
export const interactionRecordedV1 = z.object({
  caseId: id.nullable(),
  customerId: id,
  channel: z.string(),
  direction: z.string(),
  occurredAt: instant,
  recordedAt: instant,
  handleMs: z.number().int().nullable(),
  personId: id.nullable(),
});
