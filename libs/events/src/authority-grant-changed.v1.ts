import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * Authority was granted, ends because a later version takes its place, or was suspended, resumed or revoked. Carries the grant whole; limits
 * are minor units of `currency` written as decimal digits, null where there is no such limit. `effectiveUntil` is exclusive.
 */
export const authorityGrantChangedV1 = z.object({
  number: z.number().int(),
  decisionType: z.string(),
  role: z.string().nullable(),
  personId: id.nullable(),
  siteId: id.nullable(),
  currency: z.string(),
  perCaseMinor: z.string(),
  perDayMinor: z.string().nullable(),
  perCustomerMinor: z.string().nullable(),
  customerDays: z.number().int(),
  perOrderMinor: z.string().nullable(),
  timeZone: z.string(),
  effectiveFrom: instant,
  effectiveUntil: instant.nullable(),
  suspended: z.boolean(),
  revoked: z.boolean(),
});
