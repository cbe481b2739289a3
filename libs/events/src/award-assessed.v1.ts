import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * An amount of compensation was held against the bands in effect and allowed. `minor` is in minor units of `currency` written as decimal
 * digits; `exceptionId` is there when it lay outside the band; `basis` EX_GRATIA is a payment without any admission that it is owed.
 */
export const awardAssessedV1 = z.object({
  schemeVersionId: id,
  head: z.string(),
  band: z.string(),
  basis: z.enum(['LIABILITY', 'EX_GRATIA']),
  minor: z.string(),
  currency: z.string(),
  exceptionId: id.nullable(),
  clauseId: id.nullable(),
  caseId: id,
  customerId: id.nullable(),
  requesterId: id.nullable(),
  at: instant,
});
