import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ArrivedContact } from './arrival.ts';

/** What is known of what came, by the feed of cases. */
export const arrivedContactTable = new EntitySchema<ArrivedContact>({
  name: 'ArrivedContact',
  tableName: 'arrived_contacts',
  columns: {
    id: column.id(),
    caseId: column.nullable(column.reference('case_id')),
    siteId: column.nullable(column.reference('site_id')),
    teamId: column.nullable(column.reference('team_id')),
    channel: column.text(),
    service: column.nullable(column.text()),
    occurredAt: column.instant('occurred_at'),
    isHandled: column.boolean('is_handled'),
    handleMs: column.nullable(column.count('handle_ms')),
    isSuperseded: column.boolean('is_superseded'),
    isCounted: column.boolean('is_counted'),
    startsAt: column.nullable(column.instant('starts_at')),
  } satisfies Record<keyof ArrivedContact, EntitySchemaColumnOptions>,
  indices: [{ name: 'arrived_contacts_case', columns: ['caseId'], where: `(case_id IS NOT NULL)` }],
  checks: [
    {
      name: 'arrived_contacts_counted_check',
      expression: `NOT is_counted OR (starts_at IS NOT NULL AND site_id IS NOT NULL)`,
    },
  ],
});
