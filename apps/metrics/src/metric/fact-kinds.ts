import { FEEDS, source, type FactKind, type FactSource } from './fact-source.ts';

/** The planner leaves the joins out where nothing of the customer is asked for. */
const withCustomer = (table: string) => `${table} f LEFT JOIN customer_aliases a ON a.customer_id = f.customer_id
  LEFT JOIN customer_copy c ON c.id = COALESCE(a.survivor_id, f.customer_id)`;

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
