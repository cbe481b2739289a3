import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A letter was sent. Its words are not told: they stay where it is kept. `elements` are the keys of the required elements it contains. */
export const letterSentV1 = z.object({
  letterTemplateId: id,
  letterTemplateVersionId: id,
  number: z.number().int(),
  kind: z.string(),
  customerId: id,
  caseId: id.nullable(),
  language: z.string(),
  format: z.enum(['STANDARD', 'LARGE_PRINT', 'EASY_READ']),
  elements: z.array(z.string()),
  senderId: id.nullable(),
  sentAt: instant,
});
