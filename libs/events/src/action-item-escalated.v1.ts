import { z } from 'zod';
import { id } from './shapes.ts';

/** An action item was not done on its day, so it went to whoever its owner reports to; to nobody when they report to nobody. The subject is the item. */
export const actionItemEscalatedV1 = z.object({
  ownerId: id,
  dueOn: z.iso.date(),
  escalatedToId: id.nullable(),
});
