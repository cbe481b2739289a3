import { z } from 'zod';
import { id } from './shapes.ts';

/** A rule of data quality was adopted, revised or retired. The subject is the rule, the sequence its version. */
export const dataQualityRuleChangedV1 = z.object({
  kind: z.string(),
  severity: z.string(),
  ownerId: id,
  isRetired: z.boolean(),
});
