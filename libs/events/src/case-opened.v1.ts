import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A case was opened. Carries all that is known of it at that moment, so that a reader need not ask back. */
export const caseOpenedV1 = z.object({
  number: z.number().int(),
  type: z.string(),
  priority: z.string(),
  channel: z.string(),
  category: z.object({
    product: z.string().nullable(),
    subProduct: z.string().nullable(),
    issue: z.string().nullable(),
    subIssue: z.string().nullable(),
  }),
  customerId: id,
  siteId: id.nullable(),
  teamId: id.nullable(),
  assigneeId: id.nullable(),
  openedAt: instant,
  respondedInTime: z.boolean().nullable(),
});
