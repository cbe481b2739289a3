import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** What is told of a task whatever happens to it. */
export const taskShape = {
  caseId: id,
  customerId: id,
  siteId: id.nullable(),
  title: z.string(),
  kind: z.string(),
  status: z.enum(['OPEN', 'ACCEPTED', 'DECLINED', 'DONE', 'EXPIRED', 'CANCELLED']),
  isMandatory: z.boolean(),
  teamId: id.nullable(),
  /** Who does it: the person it was given to, or who covers for them. */
  assigneeId: id.nullable(),
  /** In whose place. */
  delegateOfId: id.nullable(),
  dueAt: instant.nullable(),
};
