import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Which case or feedback was about which touchpoint; one of the two. The event's subject is the tag. */
export const touchpointShape = z.object({
  touchpointId: id,
  caseId: id.nullable(),
  feedbackId: id.nullable(),
  at: instant,
});
