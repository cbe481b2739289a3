import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { CallFact } from './call-fact.ts';

/** Where the facts of telephone calls are kept. */
export const callFactTable = new EntitySchema<CallFact>({
  name: 'CallFact',
  tableName: 'call_fact',
  columns: {
    id: column.id(),
    customerId: column.nullable(column.reference('customer_id')),
    siteId: column.nullable(column.reference('site_id')),
    teamId: column.nullable(column.reference('team_id')),
    personId: column.nullable(column.reference('person_id')),
    direction: column.text(),
    service: column.nullable(column.text()),
    priority: column.nullable(column.integer('priority')),
    outcome: column.text(),
    occurredAt: column.instant('occurred_at'),
    waitMs: column.nullable(column.count('wait_ms')),
    handleMs: column.nullable(column.count('handle_ms')),
  } satisfies Record<keyof CallFact, EntitySchemaColumnOptions>,
  indices: [{ name: 'call_fact_occurred', columns: ['occurredAt'] }],
});
