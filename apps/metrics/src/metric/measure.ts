import { activityMeasures } from './activity-measure.ts';
import type { OWN_END } from './backlog.ts';
import { qualityMeasures } from '../data-quality/quality-measure.ts';
import { callMeasures } from './call-measure.ts';
import { costMeasures } from './cost-measure.ts';
import { redressMeasures } from '../fairness/redress-measure.ts';
import { sources } from './fact-kinds.ts';
import type { FactKind } from './fact-source.ts';
import { surveyMeasures } from './survey-measure.ts';

/** How what is measured of each fact becomes one figure. */
export type Summary = 'MEAN' | 'GREATEST' | 'SUM' | { readonly percentile: number };

/** A rule by which facts count: SQL over `f`, and what it says. */
export interface Rule {
  readonly sql: string;
  readonly words: string;
}

/** A figure over all that is counted of one kind of fact, `f`: how many, how many of them stand above a line, and how much each was. */
export interface Tally {
  readonly kind: FactKind;
  /** The instant that decides in which period a fact counts; facts without it do not. */
  readonly at:
    `f.${'opened_at' | 'resolved_at' | 'occurred_at' | 'at' | 'due_at' | 'ended_at' | 'planned_at'}` | typeof OWN_END;
  /** Which facts are counted: those that every rule holds for. */
  readonly counted?: readonly Rule[];
  /** Which of them stand above the line of a share. */
  readonly above?: string;
  /** How much each weighs in a share, in whole seconds, where not every fact weighs the same. */
  readonly weighed?: { readonly above: string; readonly below: string };
  /** What is measured of each, and how it is summed up. */
  readonly quantity?: { readonly of: string; readonly as: Summary };
  /** What else than the fact it is made of, which decides whether it can be kept rolled up: nothing when absent. */
  readonly restsOn?: 'CONTACTS_OF_ITS_CASE' | 'OTHER_FACTS' | 'TIME' | 'RATES';
}

/** A level: how many cases are open at the end of each bucket. */
export interface Backlog {
  readonly kind: 'BACKLOG';
  /** A matter is open until all that was made of it, by merging and splitting, has ended, and is one matter all the while. */
  readonly asBrought?: boolean;
}

/** How long the matters that are open at the end of each bucket have been open by then. */
export interface BacklogAge {
  readonly kind: 'AGE';
  readonly as: Summary;
}

/** How a figure is worked out over facts. */
export type Measure = Tally | Backlog | BacklogAge;

/** The kind of fact that a figure is made of. */
export const factKindOf = ({ kind }: Measure): FactKind => (kind === 'BACKLOG' || kind === 'AGE' ? 'CASES' : kind);

const TO_ANSWER = 'GREATEST(extract(epoch FROM f.resolved_at - f.opened_at), 0)';
const answered = (as: Summary): Tally => ({ kind: 'CASES', at: 'f.resolved_at', quantity: { of: TO_ANSWER, as } });
const opened = (counted: Rule, above?: string): Tally => ({
  ...{ kind: 'CASES', at: 'f.opened_at', counted: [counted] },
  ...(above !== undefined && { above }),
});

/** By whom a case was first answered: a person, not a machine. */
const FIRST_WORD = `(SELECT min(i.at) FROM {activity_fact} i WHERE i.kind = 'CONTACT' AND i.case_id = f.case_id
  AND i.direction = 'OUTBOUND' AND NOT i.is_automatic AND i.at >= f.opened_at)`;
const firstWord = (as: Summary): Tally => ({
  ...{ kind: 'CASES', at: 'f.opened_at', quantity: { of: `extract(epoch FROM ${FIRST_WORD} - f.opened_at)`, as } },
  restsOn: 'CONTACTS_OF_ITS_CASE',
  counted: [
    { sql: `${FIRST_WORD} IS NOT NULL`, words: 'Cases to which somebody, not a machine, has written or spoken.' },
  ],
});
const INBOUND = `(SELECT count(*) FROM {activity_fact} i WHERE i.kind = 'CONTACT' AND i.case_id = f.case_id
  AND i.direction = 'INBOUND' AND NOT i.is_automatic)`;
const NOT_SPLIT_OFF = { sql: 'f.split_from IS NULL', words: 'Cases that were not split off from another.' };

/** How each version of each metric is worked out. The words for it are in the catalogue; the two are changed together, as a new version. */
export const measures: Readonly<Record<string, Measure>> = {
  ...callMeasures,
  ...activityMeasures,
  ...costMeasures,
  ...redressMeasures,
  ...qualityMeasures,
  ...surveyMeasures,
  'cases.opened@1': { kind: 'CASES', at: 'f.opened_at' },
  'cases.opened@2': opened(NOT_SPLIT_OFF),
  'cases.resolved@1': { kind: 'CASES', at: 'f.resolved_at' },
  'cases.backlog@1': { kind: 'BACKLOG' },
  'cases.backlog@2': { kind: 'BACKLOG', asBrought: true },
  'cases.backlog_age.median@1': { kind: 'AGE', as: { percentile: 0.5 } },
  'cases.backlog_age.max@1': { kind: 'AGE', as: 'GREATEST' },
  'cases.timely_share@1': opened(
    {
      sql: 'f.responded_in_time IS NOT NULL',
      words: 'Cases of which it is known whether the first answer came in time.',
    },
    'f.responded_in_time',
  ),
  'cases.relief_share@1': opened(
    { sql: 'f.outcome IS NOT NULL', words: 'Cases with a standing answer.' },
    `f.outcome IN ('MONETARY_RELIEF', 'NON_MONETARY_RELIEF', 'RELIEF')`,
  ),
  'cases.disputed_share@1': opened(
    { sql: 'f.disputed IS NOT NULL', words: 'Cases whose customer said whether they dispute the answer.' },
    'f.disputed',
  ),
  'cases.resolution_time.median@1': answered({ percentile: 0.5 }),
  'cases.resolution_time.p90@1': answered({ percentile: 0.9 }),
  'cases.first_response.median@1': firstWord({ percentile: 0.5 }),
  'cases.first_response.p90@1': firstWord({ percentile: 0.9 }),
  'cases.reopened_share@1': opened(
    { sql: '(f.resolved_at IS NOT NULL OR f.reopen_count > 0)', words: 'Cases that were answered at least once.' },
    'f.reopen_count > 0',
  ),
  'cases.first_contact_share@1': {
    ...{ kind: 'CASES', at: 'f.resolved_at', above: `f.reopen_count = 0 AND ${INBOUND} <= 1` },
    counted: [NOT_SPLIT_OFF],
    restsOn: 'CONTACTS_OF_ITS_CASE',
  },
  'cases.complaint_share@1': opened(NOT_SPLIT_OFF, `f.type = 'COMPLAINT'`),
};

/** What one fact is of which a version of a metric is made; null when this release cannot work it out. */
export function grainOf(key: string, version: number): string | null {
  const measure = measures[`${key}@${version}`];
  return measure ? sources[factKindOf(measure)].grain : null;
}

/** The rules by which facts count in a version of a metric, in words. */
export function inclusionRulesOf(key: string, version: number): readonly string[] {
  const measure = measures[`${key}@${version}`];
  return measure && 'counted' in measure ? (measure.counted ?? []).map(({ words }) => words) : [];
}
