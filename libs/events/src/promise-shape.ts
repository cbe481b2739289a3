import { z } from 'zod';
import { instant } from './shapes.ts';

/** What every event about a promise says of it. */
export const promiseShape = z.object({
  customerId: z.string(),
  caseId: z.string().nullable(),
  personId: z.string().nullable(),
  teamId: z.string().nullable(),
  text: z.string(),
  dueAt: instant,
  at: instant,
});
