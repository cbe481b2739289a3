import { z } from 'zod';
import { id } from './shapes.ts';

/** A finding of a rule of data quality is put up with. The subject is the finding; a finding is waived at most once. */
export const dataQualityFindingWaivedV1 = z.object({
  ruleId: id,
  /** The case or contact that breaks the rule. */
  recordId: id,
  siteId: id.nullable(),
  teamId: id.nullable(),
});
