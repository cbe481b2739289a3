import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A case was given to a site, a team or a person. Null means nobody in particular. */
export const caseAssignedV1 = z.object({
  siteId: id.nullable(),
  teamId: id.nullable(),
  assigneeId: id.nullable(),
  assignedAt: instant,
});
