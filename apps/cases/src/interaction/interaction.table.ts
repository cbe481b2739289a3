import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Interaction } from './interaction.ts';

/** Where contact records are kept; the app role may insert and read, nothing else. */
export const interactionTable = new EntitySchema<Interaction>({
  name: 'Interaction',
  tableName: 'interactions',
  columns: {
    id: column.id(),
    caseId: column.nullable(column.reference('case_id')),
    customerId: column.nullable(column.reference('customer_id')),
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
    teamId: column.nullable(column.reference('team_id')),
    callOutcome: column.nullable(column.text('call_outcome')),
    callLine: column.nullable(column.text('call_line')),
    callService: column.nullable(column.text('call_service')),
    callPriority: column.nullable(column.integer('call_priority')),
    menuMs: column.nullable(column.count('menu_ms')),
    queuedAt: column.nullable(column.instant('queued_at')),
    answeredAt: column.nullable(column.instant('answered_at')),
    endedAt: column.nullable(column.instant('ended_at')),
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
    { name: 'interactions_call', columns: ['occurredAt', 'id'], where: 'call_outcome IS NOT NULL' },
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
      expression: `channel = 'FACE_TO_FACE' OR (desk IS NULL AND (call_outcome IS NOT NULL OR (site_id IS NULL AND wait_ms IS NULL)))`,
    },
    { name: 'interactions_call_outcome_check', expression: `call_outcome IN ('ANSWERED', 'ABANDONED', 'LEFT_MENU')` },
    {
      name: 'interactions_call_check',
      expression: `CASE WHEN call_outcome IS NULL THEN num_nonnulls(team_id, call_line, call_service, call_priority, menu_ms, queued_at, answered_at, ended_at) = 0 ELSE channel = 'PHONE' END`,
    },
    { name: 'interactions_case_check', expression: `case_id IS NOT NULL OR call_outcome IS NOT NULL` },
    { name: 'interactions_customer_check', expression: `customer_id IS NOT NULL OR case_id IS NULL` },
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
