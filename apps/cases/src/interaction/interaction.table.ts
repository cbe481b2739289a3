import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Interaction } from './interaction.ts';

/** Where contact records are kept; the app role may insert and read, nothing else. */
export const interactionTable = new EntitySchema<Interaction>({
  name: 'Interaction',
  tableName: 'interactions',
  columns: {
    id: column.id(),
    caseId: column.reference('case_id'),
    customerId: column.reference('customer_id'),
    channel: column.text(),
    direction: column.text(),
    occurredAt: column.instant('occurred_at'),
    recordedAt: column.instant('recorded_at'),
    recordedBy: column.text('recorded_by'),
    personId: column.nullable(column.reference('person_id')),
    handleMs: column.nullable(column.count('handle_ms')),
    body: column.text(),
    isAutomatic: { ...column.boolean('is_automatic'), default: false },
    supersedesId: column.nullable(column.reference('supersedes_id')),
    correctionReason: column.nullable(column.text('correction_reason')),
    source: column.nullable(column.text()),
    sourceId: column.nullable(column.text('source_id')),
  } satisfies Record<keyof Interaction, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'interactions_case_fkey', target: 'Case', columnNames: ['caseId'], referencedColumnNames: ['id'] },
    {
      name: 'interactions_supersedes_fkey',
      target: 'Interaction',
      columnNames: ['supersedesId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [
    { name: 'interactions_supersedes_key', columns: ['supersedesId'] },
    { name: 'interactions_source_key', columns: ['source', 'sourceId'] },
  ],
  indices: [
    { name: 'interactions_case', columns: ['caseId', 'occurredAt', 'id'] },
    { name: 'interactions_customer', columns: ['customerId', 'occurredAt', 'id'] },
  ],
  checks: [
    {
      name: 'interactions_channel_check',
      expression: `channel IN ('PHONE', 'EMAIL', 'LETTER', 'FACE_TO_FACE', 'CHAT', 'SMS', 'SOCIAL', 'PORTAL', 'FAX', 'REFERRAL')`,
    },
    { name: 'interactions_direction_check', expression: `direction IN ('INBOUND', 'OUTBOUND')` },
    { name: 'interactions_correction_check', expression: `(supersedes_id IS NULL) = (correction_reason IS NULL)` },
  ],
});
