import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { CallFact } from './call-fact.ts';
import type { FactTables } from './fact-book.store.ts';
import type { Past } from './fact-book.ts';

const callFactColumns = {
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
  knownFrom: column.instant('known_from'),
} satisfies Record<keyof CallFact, EntitySchemaColumnOptions>;

/** Where the facts of telephone calls are kept. */
export const callFactTable = new EntitySchema<CallFact>({
  name: 'CallFact',
  tableName: 'call_fact',
  columns: callFactColumns,
  indices: [
    { name: 'call_fact_occurred', columns: ['occurredAt'] },
    { name: 'call_fact_customer', columns: ['customerId'], where: 'customer_id IS NOT NULL' },
  ],
});

/** Where it is kept what was known of telephone calls before. */
export const callFactPastTable = new EntitySchema<Past<CallFact>>({
  name: 'CallFactPast',
  tableName: 'call_fact_past',
  columns: {
    ...callFactColumns,
    knownFrom: { ...column.instant('known_from'), primary: true },
    knownUntil: column.instant('known_until'),
  } satisfies Record<keyof Past<CallFact>, EntitySchemaColumnOptions>,
});

/** Where facts of telephone calls are kept, as they are known and as they were. */
export const callFactTables: FactTables<CallFact> = { current: callFactTable, past: callFactPastTable };
