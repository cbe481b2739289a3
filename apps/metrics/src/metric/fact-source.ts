import type { MetricDimension, MetricFilter } from '@courtesy/graph-types/metrics';

/** A field by which figures are narrowed. */
export type Field = Exclude<keyof MetricFilter, 'and' | 'or' | 'not'>;

/** The kinds of facts that figures are made of. */
export type FactKind =
  | 'CASES'
  | 'CALLS'
  | 'CONTACTS'
  | 'CLOCKS'
  | 'COMPLAINTS'
  | 'DECISIONS'
  | 'REFUNDS'
  | 'AWARDS'
  | 'REVIEWS'
  | 'PROMISES'
  | 'PURCHASES'
  | 'SHIFTS'
  | 'PRESENCE'
  | 'ACKNOWLEDGEMENTS'
  | 'SURVEY_INVITATIONS'
  | 'SURVEY_RESPONSES';

/** What a fact is a record of, by the name of its type in the graph. */
export type RecordType =
  | 'Case'
  | 'Interaction'
  | 'Complaint'
  | 'Decision'
  | 'Refund'
  | 'CompensationAward'
  | 'QualityReview'
  | 'CustomerPromise'
  | 'Purchase'
  | 'Shift'
  | 'Person'
  | 'Acknowledgement'
  | 'SurveyInvitation'
  | 'SurveyResponse';

/**
 * One kind of fact as SQL under the alias `f`: where it is kept, and by what its figures can be broken down, narrowed and seen. A table of facts in
 * braces, such as `{case_fact}`, stands for what is known of them, or was on the day asked for.
 */
export interface FactSource {
  /** What one fact is, in words. */
  readonly grain: string;
  /** The facts with their customer as known today, `c`: whoever stands for the one named. */
  readonly facts: string;
  /** What tells one fact from another. */
  readonly id: string;
  /** Which rows are facts of this kind. */
  readonly isOne: string;
  /** Whose work it is, and where it belongs; `NULL` where nothing says. */
  readonly person: string;
  readonly site: string;
  readonly team: string;
  readonly dimensions: Readonly<Partial<Record<MetricDimension, string>>>;
  readonly fields: Readonly<Partial<Record<Field, string>>>;
  readonly record: { readonly type: RecordType; readonly id: string };
  /** Whether it tells of how somebody works: theirs to see, and of whoever leads. */
  readonly isSensitive: boolean;
  /** The feeds that must have been read for a figure of it to be whole. */
  readonly feeds: readonly string[];
}

/** The feeds that nearly every kind of fact comes from. */
export const FEEDS = ['cases', 'customers', 'workforce'];

/** By which field of a filter the values of a dimension are narrowed; answers of yes and no have fields of their own. */
export const fieldOf: Readonly<Partial<Record<MetricDimension, Field>>> = {
  CHANNEL: 'channel',
  TYPE: 'type',
  PRIORITY: 'priority',
  STATUS: 'status',
  PRODUCT: 'product',
  SUB_PRODUCT: 'subProduct',
  ISSUE: 'issue',
  OUTCOME: 'outcome',
  TERRITORY: 'territory',
  SERVICE: 'service',
  CLOCK: 'clock',
  SITE: 'site',
  TEAM: 'team',
  AGENT: 'agent',
  TIER: 'tier',
};

/** What is said of a kind of fact. */
type Given = Pick<FactSource, 'grain' | 'facts' | 'record'> &
  Partial<FactSource> & { readonly dimensions: FactSource['dimensions'] };

/** A source with what follows from what is given: places and customer are dimensions, and every dimension narrows. */
export function source(given: Given): FactSource {
  const {
    id = 'f.id',
    person = 'NULL',
    site = 'NULL',
    team = 'NULL',
    isOne = 'TRUE',
    isSensitive = false,
    feeds = FEEDS,
  } = given;
  const places = { SITE: site, TEAM: team, AGENT: person } as const;
  const known = Object.entries(places).filter(([, sql]) => sql !== 'NULL');
  const dimensions: FactSource['dimensions'] = { ...given.dimensions, ...Object.fromEntries(known) };
  const narrowed = Object.entries(dimensions).flatMap(([dimension, sql]) => {
    const field = fieldOf[dimension as MetricDimension];
    return field ? [[field, sql] as const] : [];
  });
  const fields = { ...Object.fromEntries(narrowed), ...given.fields };
  return { ...given, id, person, site, team, isOne, isSensitive, feeds, dimensions, fields };
}
