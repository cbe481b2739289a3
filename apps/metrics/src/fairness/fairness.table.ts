import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';

/** To which cohorts a customer belongs, of those that fairness is asked of. */
export interface CustomerCohort {
  /** The id of the customer. */
  readonly id: string;
  /** Whether adjustments are made for them: what they are, and why, is not known here. */
  readonly isVulnerable: boolean;
  readonly tier: string | null;
}

/** On what facts a decision was made, as a digest by which like ones are told. */
export interface DecisionFacts {
  /** The id of the decision. */
  readonly id: string;
  readonly decisionTableId: string;
  readonly factsHash: string;
}

/** Where cohorts are kept. */
export const customerCohortTable = new EntitySchema<CustomerCohort>({
  name: 'CustomerCohort',
  tableName: 'customer_cohort',
  columns: {
    id: column.id(),
    isVulnerable: column.boolean('is_vulnerable'),
    tier: column.nullable(column.text()),
  } satisfies Record<keyof CustomerCohort, EntitySchemaColumnOptions>,
});

/** Where digests of facts are kept. */
export const decisionFactsTable = new EntitySchema<DecisionFacts>({
  name: 'DecisionFacts',
  tableName: 'decision_facts',
  columns: {
    id: column.id(),
    decisionTableId: column.reference('decision_table_id'),
    factsHash: column.text('facts_hash'),
  } satisfies Record<keyof DecisionFacts, EntitySchemaColumnOptions>,
  indices: [{ name: 'decision_facts_alike', columns: ['decisionTableId', 'factsHash'] }],
});
