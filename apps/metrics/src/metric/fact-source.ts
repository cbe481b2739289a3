import type { MetricDimension, MetricFilter } from '@courtesy/graph-types/metrics';

type Field = Exclude<keyof MetricFilter, 'and' | 'or' | 'not'>;

/** One kind of fact as SQL under the alias `f`: where it is kept, and by what its figures can be broken down, narrowed and seen. */
export interface FactSource {
  /** The facts with their customer as known today, `c`: whoever stands for the one named. */
  readonly facts: string;
  /** Whose work it is. */
  readonly person: 'f.assignee_id' | 'f.person_id';
  readonly dimensions: Readonly<Partial<Record<MetricDimension, string>>>;
  readonly fields: Readonly<Partial<Record<Field, string>>>;
}

/** The planner leaves the joins out where nothing of the customer is asked for. */
const withCustomer = (table: string) => `${table} f LEFT JOIN customer_aliases a ON a.customer_id = f.customer_id
  LEFT JOIN customer_copy c ON c.id = COALESCE(a.survivor_id, f.customer_id)`;

/** The facts of cases. */
export const ofCases: FactSource = {
  facts: withCustomer('case_fact'),
  person: 'f.assignee_id',
  dimensions: {
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
    TERRITORY: 'c.territory',
    SITE: 'f.site_id',
    TEAM: 'f.team_id',
    AGENT: 'f.assignee_id',
  },
  fields: {
    channel: 'f.channel',
    type: 'f.type',
    priority: 'f.priority',
    status: 'f.status',
    product: 'f.product',
    subProduct: 'f.sub_product',
    issue: 'f.issue',
    outcome: 'f.outcome',
    respondedInTime: 'f.responded_in_time',
    disputed: 'f.disputed',
    territory: 'c.territory',
    site: 'f.site_id',
    team: 'f.team_id',
    agent: 'f.assignee_id',
  },
};

/** The facts of telephone calls. */
export const ofCalls: FactSource = {
  facts: withCustomer('call_fact'),
  person: 'f.person_id',
  dimensions: {
    SERVICE: 'f.service',
    PRIORITY: 'f.priority::text',
    OUTCOME: 'f.outcome',
    TERRITORY: 'c.territory',
    SITE: 'f.site_id',
    TEAM: 'f.team_id',
    AGENT: 'f.person_id',
  },
  fields: {
    service: 'f.service',
    priority: 'f.priority::text',
    outcome: 'f.outcome',
    territory: 'c.territory',
    site: 'f.site_id',
    team: 'f.team_id',
    agent: 'f.person_id',
  },
};
