import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** What every event about a need of a customer says of it: whose it is and whether it was met, never what it is. The event's subject is the need. */
export const needShape = z.object({
  customerId: id,
  caseId: id.nullable(),
  answer: z.enum(['MET', 'PARTLY', 'NOT_MET']).nullable(),
  at: instant,
});
