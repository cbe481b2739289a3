import { z } from 'zod';
import { id } from './shapes.ts';

/** A target is likely to be missed, and was not before. The subject is the target, the sequence its check; exactly one of site, team and person is named. */
export const targetAtRiskV1 = z.object({
  metricKey: z.string(),
  siteId: id.nullable(),
  teamId: id.nullable(),
  personId: id.nullable(),
  from: z.iso.date(),
  to: z.iso.date(),
  asOf: z.iso.date(),
});
