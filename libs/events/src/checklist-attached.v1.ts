import { z } from 'zod';
import { id } from './shapes.ts';

/** A case got a checklist, in one version of its template. */
export const checklistAttachedV1 = z.object({
  caseId: id,
  customerId: id,
  siteId: id.nullable(),
  teamId: id.nullable(),
  assigneeId: id.nullable(),
  templateId: id,
  templateVersion: z.int(),
  title: z.string(),
});
