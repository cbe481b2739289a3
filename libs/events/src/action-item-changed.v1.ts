import { z } from 'zod';
import { id } from './shapes.ts';

/** An action item was agreed, passed on, put off, done or cancelled. What is to be done stays with the workforce service. The subject is the item. */
export const actionItemChangedV1 = z.object({
  meetingId: id,
  ownerId: id,
  dueOn: z.iso.date(),
  status: z.enum(['OPEN', 'DONE', 'CANCELLED']),
});
