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
    postedAt: column.nullable(column.instant('posted_at')),
    receivedAt: column.nullable(column.instant('received_at')),
    postalReference: column.nullable(column.text('postal_reference')),
    siteId: column.nullable(column.reference('site_id')),
    desk: column.nullable(column.text()),
    waitMs: column.nullable(column.count('wait_ms')),
    representativeName: column.nullable(column.text('representative_name')),
    representativeRelation: column.nullable(column.text('representative_relation')),
    authority: column.nullable(column.text()),
    authorityReference: column.nullable(column.text('authority_reference')),
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
    {
      name: 'interactions_letter_check',
      expression: `channel = 'LETTER' OR (posted_at IS NULL AND received_at IS NULL AND postal_reference IS NULL)`,
    },
    {
      name: 'interactions_meeting_check',
      expression: `channel = 'FACE_TO_FACE' OR (site_id IS NULL AND desk IS NULL AND wait_ms IS NULL)`,
    },
    {
      name: 'interactions_relation_check',
      expression: `representative_relation IN ('FAMILY', 'FRIEND', 'CARER', 'LAWYER', 'ADVISER', 'EXECUTOR', 'GUARDIAN', 'INTERPRETER', 'COLLEAGUE', 'OTHER')`,
    },
    {
      name: 'interactions_authority_check',
      expression: `authority IN ('NONE_SHOWN', 'CUSTOMER_CONSENT', 'LETTER_OF_AUTHORITY', 'POWER_OF_ATTORNEY', 'COURT_APPOINTMENT', 'PARENTAL_RESPONSIBILITY', 'GRANT_OF_PROBATE')`,
    },
    {
      name: 'interactions_representative_check',
      expression: `num_nulls(representative_name, representative_relation, authority) IN (0, 3) AND (authority_reference IS NULL OR authority IS NOT NULL)`,
    },
  ],
});
