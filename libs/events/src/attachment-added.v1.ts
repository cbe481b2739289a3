import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A file was added to a case. Its content stays with the cases service. The subject is the attachment. */
export const attachmentAddedV1 = z.object({
  caseId: id,
  customerId: id,
  siteId: id.nullable(),
  teamId: id.nullable(),
  assigneeId: id.nullable(),
  interactionId: id.nullable(),
  fileName: z.string(),
  mediaType: z.string(),
  size: z.number().int().positive(),
  sha256: z.string().length(64),
  personId: id.nullable(),
  addedAt: instant,
});
