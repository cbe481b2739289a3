import type { Rule, Tally } from '../metric/measure.ts';
import { standsAt } from './harm.ts';

const AS_OF = ':asOf::timestamptz';

/** That no finding of a record stands, now or as of the day asked for. */
export const unharmed = (record: string): string => `NOT EXISTS (SELECT 1 FROM data_quality_findings d
  WHERE d.record_id = ${record} AND CASE WHEN ${AS_OF} IS NULL THEN ${standsAt(null)} ELSE ${standsAt(AS_OF)} END)`;

const none: readonly Rule[] = [];

/** How each version of each metric of data quality is worked out. */
export const qualityMeasures: Readonly<Record<string, Tally>> = {
  'data.quality@1': {
    ...{ kind: 'CASES', at: 'f.opened_at', counted: none, above: unharmed('f.case_id'), restsOn: 'OTHER_FACTS' },
  },
  'data.quality.contacts@1': {
    ...{ kind: 'CONTACTS', at: 'f.at', counted: none, above: unharmed('f.id'), restsOn: 'OTHER_FACTS' },
  },
};
