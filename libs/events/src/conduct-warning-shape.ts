import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Where a warning about a customer's conduct stands, whole; what they did stays with the cases service. The event's subject is the warning. */
export const conductWarningShape = z.object({
  customerId: id,
  caseId: id,
  kind: z.string(),
  status: z.string(),
  reviewBy: instant,
  coolingOffUntil: instant.nullable(),
  affectedPersonId: id.nullable(),
  supportBy: instant.nullable(),
  at: instant,
});
