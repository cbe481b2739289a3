import type { Tally } from '../metric/measure.ts';

const PAID_BACK = `EXISTS (SELECT 1 FROM {activity_fact} p WHERE p.kind IN ('REFUND', 'AWARD') AND p.case_id = f.case_id
  AND p.outcome = 'SETTLED')`;

/** How each version of each metric of redress is worked out. */
export const redressMeasures: Readonly<Record<string, Tally>> = {
  'cases.redress_share@1': { kind: 'CASES', at: 'f.resolved_at', above: PAID_BACK, restsOn: 'OTHER_FACTS' },
};
