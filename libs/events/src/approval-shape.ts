import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** What is told of an approval whatever happens to it. */
export const approvalShape = {
  caseId: id,
  customerId: id,
  siteId: id.nullable(),
  teamId: id.nullable(),
  assigneeId: id.nullable(),
  /** What the approval is about, such as a refund; null for what has no id. */
  aboutId: id.nullable(),
  what: z.string(),
  askedById: id.nullable(),
  approverId: id.nullable(),
  approverRole: z.string().nullable(),
  dueAt: instant.nullable(),
};
