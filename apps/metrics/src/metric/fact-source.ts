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

/** The planner leaves the joins out where nothing of the customer is asked for. */
const withCustomer = (table: string) => `${table} f LEFT JOIN customer_aliases a ON a.customer_id = f.customer_id
  LEFT JOIN customer_copy c ON c.id = COALESCE(a.survivor_id, f.customer_id)`;

const FEEDS = ['cases', 'customers', 'workforce'];

const caseDimensions = {
  CHANNEL: 'f.channel',
  TYPE: 'f.type',
  PRIORITY: 'f.priority',
  STATUS: 'f.status',
  PRODUCT: 'f.product',
  SUB_PRODUCT: 'f.sub_product',
  ISSUE: 'f.issue',
  OUTCOME: 'f.outcome',
  TIMELINESS: `CASE f.responded_in_time WHEN TRUE THEN 'TIMELY' WHEN FALSE THEN 'LATE' END`,
  DISPUTE: `CASE f.disputed WHEN TRUE THEN 'DISPUTED' WHEN FALSE THEN 'ACCEPTED' END`,
};

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

type Given = Pick<FactSource, 'grain' | 'facts' | 'record'> &
  Partial<FactSource> & { readonly dimensions: FactSource['dimensions'] };

/** A source with what follows from what is given: places and customer are dimensions, and every dimension narrows. */
function source(given: Given): FactSource {
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

/** The facts of cases. */
export const ofCases = source({
  grain: 'A case.',
  facts: withCustomer('{case_fact}'),
  id: 'f.case_id',
  person: 'f.assignee_id',
  site: 'f.site_id',
  team: 'f.team_id',
  dimensions: { ...caseDimensions, TERRITORY: 'c.territory' },
  fields: { respondedInTime: 'f.responded_in_time', disputed: 'f.disputed' },
  record: { type: 'Case', id: 'f.case_id' },
});

const ofCalls = source({
  grain: 'A telephone call that a switch logged.',
  facts: withCustomer('{call_fact}'),
  person: 'f.person_id',
  site: 'f.site_id',
  team: 'f.team_id',
  dimensions: { SERVICE: 'f.service', PRIORITY: 'f.priority::text', OUTCOME: 'f.outcome', TERRITORY: 'c.territory' },
  record: { type: 'Interaction', id: 'f.id' },
});

const activities = `${withCustomer('{activity_fact}')}
  LEFT JOIN {case_fact} k ON k.case_id = f.case_id LEFT JOIN person_copy p ON p.id = f.person_id`;
const kindIs = (kind: string) => `f.kind = '${kind}'`;
const recorded = { site: 'f.site_id', team: 'f.team_id', person: 'f.person_id' };
const ofTheirPlace = { site: 'p.site_id', team: 'p.team_id', person: 'f.person_id' };
const ofItsCase = {
  TYPE: 'k.type',
  PRIORITY: 'k.priority',
  CHANNEL: 'k.channel',
  PRODUCT: 'k.product',
  SUB_PRODUCT: 'k.sub_product',
  ISSUE: 'k.issue',
  TERRITORY: 'c.territory',
};
const { TERRITORY } = ofItsCase;

const payouts = (kind: 'REFUND' | 'AWARD', type: 'Refund' | 'CompensationAward') =>
  source({
    ...{ grain: kind === 'REFUND' ? 'A refund.' : 'An award of compensation.', facts: activities, isOne: kindIs(kind) },
    ...recorded,
    dimensions: { STATUS: 'f.outcome', PRODUCT: 'k.product', ISSUE: 'k.issue', TERRITORY },
    record: { type, id: 'f.id' },
  });

// What customers were asked and said is kept by the metrics themselves, from which what was known on a day is told.
const IS_KNOWN = (at: string) => `(:asOf::timestamptz IS NULL OR ${at} <= :asOf::timestamptz)`;
const INVITATIONS = `(SELECT i.id, i.programme_id, i.kind, i.tier, i.channel, i.case_id, i.customer_id, i.site_id, i.team_id, i.person_id, i.planned_at,
    CASE WHEN ${IS_KNOWN('i.asked_at')} THEN i.asked_at END AS at, CASE WHEN ${IS_KNOWN('i.ended_at')} THEN i.ended_at END AS ended_at,
    CASE WHEN ${IS_KNOWN('i.ended_at')} THEN i.state WHEN ${IS_KNOWN('i.asked_at')} THEN 'SENT' ELSE 'PLANNED' END AS state,
    CASE WHEN ${IS_KNOWN('i.ended_at')} THEN i.suppressed_because END AS suppressed_because
  FROM survey_invitations i WHERE ${IS_KNOWN('i.planned_at')})`;
const RESPONSES = `(SELECT r.id, r.programme_id, r.kind, r.tier, r.channel, r.case_id, r.customer_id, r.site_id, r.team_id, r.person_id,
    r.given_at AS at, v.score
  FROM survey_responses r JOIN survey_response_versions v ON v.response_id = r.id AND ${IS_KNOWN('v.said_at')}
  WHERE NOT EXISTS (SELECT 1 FROM survey_response_versions n WHERE n.response_id = r.id AND n.number > v.number AND ${IS_KNOWN('n.said_at')}))`;
const ofSurveys = (table: string) => `${withCustomer(table)} LEFT JOIN {case_fact} k ON k.case_id = f.case_id`;
const ofSurvey = { CHANNEL: 'f.channel', TIER: 'f.tier', PRODUCT: 'k.product', ISSUE: 'k.issue', TERRITORY };

/** Every kind of fact. */
export const sources: Readonly<Record<FactKind, FactSource>> = {
  CASES: ofCases,
  CALLS: ofCalls,
  CONTACTS: source({
    ...{ grain: 'A contact on record, by whichever channel.', facts: activities, isOne: kindIs('CONTACT') },
    ...recorded,
    dimensions: { CHANNEL: 'f.channel', PRODUCT: 'k.product', ISSUE: 'k.issue', TERRITORY },
    record: { type: 'Interaction', id: 'f.id' },
  }),
  CLOCKS: source({
    ...{ grain: 'One run of a clock of a case.', facts: activities, isOne: kindIs('CLOCK') },
    ...{ site: 'k.site_id', team: 'k.team_id', person: 'k.assignee_id' },
    dimensions: { ...ofItsCase, TERRITORY: 'NULL::text', CLOCK: 'f.topic', OUTCOME: 'f.outcome' },
    record: { type: 'Case', id: 'f.case_id' },
  }),
  COMPLAINTS: source({
    ...{ grain: 'A complaint under a regime.', facts: activities, isOne: kindIs('COMPLAINT') },
    ...recorded,
    dimensions: { PRODUCT: 'k.product', ISSUE: 'k.issue', CHANNEL: 'k.channel', OUTCOME: 'f.outcome', TERRITORY },
    record: { type: 'Complaint', id: 'f.id' },
  }),
  DECISIONS: source({
    ...{ grain: 'A decision by a decision table.', facts: activities, isOne: kindIs('DECISION') },
    ...{ site: 'COALESCE(k.site_id, p.site_id)', team: 'COALESCE(k.team_id, p.team_id)', person: 'f.person_id' },
    dimensions: { PRODUCT: 'k.product', ISSUE: 'k.issue', OUTCOME: 'f.outcome', TERRITORY },
    record: { type: 'Decision', id: 'f.id' },
    feeds: [...FEEDS, 'policy'],
  }),
  REFUNDS: payouts('REFUND', 'Refund'),
  AWARDS: payouts('AWARD', 'CompensationAward'),
  REVIEWS: source({
    ...{ grain: 'A review of quality that is published.', facts: activities, isOne: kindIs('REVIEW') },
    ...ofTheirPlace,
    dimensions: { STATUS: 'f.outcome' },
    record: { type: 'QualityReview', id: 'f.id' },
    isSensitive: true,
  }),
  PROMISES: source({
    ...{ grain: 'A promise to a customer.', facts: activities, isOne: kindIs('PROMISE') },
    ...{ site: 'COALESCE(k.site_id, p.site_id)', team: 'COALESCE(f.team_id, k.team_id)', person: 'f.person_id' },
    dimensions: { OUTCOME: 'f.outcome', TERRITORY },
    record: { type: 'CustomerPromise', id: 'f.id' },
  }),
  PURCHASES: source({
    ...{ grain: 'A purchase.', facts: activities, isOne: kindIs('PURCHASE'), site: 'f.site_id' },
    dimensions: { CHANNEL: 'f.channel', TERRITORY },
    record: { type: 'Purchase', id: 'f.id' },
  }),
  SHIFTS: source({
    ...{ grain: 'A shift of one person.', facts: activities, isOne: kindIs('SHIFT') },
    ...{ ...ofTheirPlace, site: 'f.site_id' },
    dimensions: {},
    record: { type: 'Shift', id: 'f.id' },
    isSensitive: true,
  }),
  PRESENCE: source({
    ...{ grain: 'A spell in which somebody did one thing.', facts: activities, isOne: kindIs('PRESENCE') },
    ...ofTheirPlace,
    dimensions: { STATUS: 'f.topic' },
    record: { type: 'Person', id: 'f.person_id' },
    isSensitive: true,
  }),
  ACKNOWLEDGEMENTS: source({
    ...{ grain: 'An acknowledgement of a version of a policy.', facts: activities, isOne: kindIs('ACKNOWLEDGEMENT') },
    ...ofTheirPlace,
    dimensions: {},
    record: { type: 'Acknowledgement', id: 'f.id' },
    isSensitive: true,
    feeds: [...FEEDS, 'policy'],
  }),
  SURVEY_INVITATIONS: source({
    ...{ grain: 'An invitation to say how something was.', facts: ofSurveys(INVITATIONS), ...recorded },
    dimensions: { ...ofSurvey, OUTCOME: 'f.suppressed_because', STATUS: 'f.state' },
    fields: { programme: 'f.programme_id' },
    record: { type: 'SurveyInvitation', id: 'f.id' },
  }),
  SURVEY_RESPONSES: source({
    ...{ grain: 'What a customer said of something that happened.', facts: ofSurveys(RESPONSES), ...recorded },
    dimensions: ofSurvey,
    fields: { programme: 'f.programme_id' },
    record: { type: 'SurveyResponse', id: 'f.id' },
    isSensitive: true,
  }),
};
