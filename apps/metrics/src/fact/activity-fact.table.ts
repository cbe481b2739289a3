import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ActivityFact } from './activity-fact.ts';
import type { FactTables } from './fact-book.store.ts';
import type { Past } from './fact-book.ts';

const activityFactColumns = {
  id: column.id(),
  kind: column.text(),
  at: column.instant(),
  dueAt: column.nullable(column.instant('due_at')),
  endedAt: column.nullable(column.instant('ended_at')),
  caseId: column.nullable(column.reference('case_id')),
  customerId: column.nullable(column.reference('customer_id')),
  siteId: column.nullable(column.reference('site_id')),
  teamId: column.nullable(column.reference('team_id')),
  personId: column.nullable(column.reference('person_id')),
  channel: column.nullable(column.text()),
  direction: column.nullable(column.text()),
  isAutomatic: column.boolean('is_automatic'),
  topic: column.nullable(column.text()),
  outcome: column.nullable(column.text()),
  isFailed: column.boolean('is_failed'),
  amount: column.nullable(column.minorUnits()),
  currency: column.nullable(column.currency()),
  handleMs: column.nullable(column.count('handle_ms')),
  waitMs: column.nullable(column.count('wait_ms')),
  policyVersionIds: { ...column.reference('policy_version_ids'), array: true },
  knownFrom: column.instant('known_from'),
} satisfies Record<keyof ActivityFact, EntitySchemaColumnOptions>;

/** Where facts of activities are kept. */
export const activityFactTable = new EntitySchema<ActivityFact>({
  name: 'ActivityFact',
  tableName: 'activity_fact',
  columns: activityFactColumns,
  indices: [
    { name: 'activity_fact_at', columns: ['kind', 'at'] },
    { name: 'activity_fact_due', columns: ['kind', 'dueAt'], where: 'due_at IS NOT NULL' },
    { name: 'activity_fact_ended', columns: ['kind', 'endedAt'], where: 'ended_at IS NOT NULL' },
    { name: 'activity_fact_case', columns: ['caseId', 'kind', 'at'], where: 'case_id IS NOT NULL' },
    { name: 'activity_fact_customer', columns: ['customerId', 'kind', 'at'], where: 'customer_id IS NOT NULL' },
    { name: 'activity_fact_person', columns: ['personId', 'kind', 'at'], where: 'person_id IS NOT NULL' },
  ],
});

/** Where it is kept what was known of activities before. */
export const activityFactPastTable = new EntitySchema<Past<ActivityFact>>({
  name: 'ActivityFactPast',
  tableName: 'activity_fact_past',
  columns: {
    ...activityFactColumns,
    knownFrom: { ...column.instant('known_from'), primary: true },
    knownUntil: column.instant('known_until'),
  } satisfies Record<keyof Past<ActivityFact>, EntitySchemaColumnOptions>,
});

/** Where facts of activities are kept, as they are known and as they were. */
export const activityFactTables: FactTables<ActivityFact> = { current: activityFactTable, past: activityFactPastTable };
