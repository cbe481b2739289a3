import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column, knownFrom } from '@courtesy/persistence';
import type { Case } from './case.ts';

/** Where cases are kept. */
export const caseTable = new EntitySchema<Case>({
  name: 'Case',
  tableName: 'cases',
  columns: {
    ...knownFrom,
    ...({
      id: column.id(),
      type: column.text(),
      status: column.text(),
      priority: column.text(),
      channel: column.text(),
      subject: column.text(),
      product: column.nullable(column.text()),
      subProduct: column.nullable(column.text('sub_product')),
      issue: column.nullable(column.text()),
      subIssue: column.nullable(column.text('sub_issue')),
      customerId: column.reference('customer_id'),
      siteId: column.nullable(column.reference('site_id')),
      teamId: column.nullable(column.reference('team_id')),
      assigneeId: column.nullable(column.reference('assignee_id')),
      openedAt: column.instant('opened_at'),
      assignedAt: column.nullable(column.instant('assigned_at')),
      resolvedAt: column.nullable(column.instant('resolved_at')),
      closedAt: column.nullable(column.instant('closed_at')),
      outcome: column.nullable(column.text()),
      statusReason: column.nullable(column.text('status_reason')),
      respondedInTime: column.nullable(column.boolean('responded_in_time')),
      disputed: column.nullable(column.boolean()),
      reopenCount: column.integer('reopen_count'),
      source: column.nullable(column.text()),
      sourceId: column.nullable(column.text('source_id')),
      number: column.count(),
      version: column.version(),
    } satisfies Record<keyof Case, EntitySchemaColumnOptions>),
  },
  uniques: [
    { name: 'cases_number_key', columns: ['number'] },
    { name: 'cases_source_key', columns: ['source', 'sourceId'] },
  ],
  indices: [
    { name: 'cases_opened', columns: ['openedAt', 'id'] },
    { name: 'cases_customer', columns: ['customerId', 'openedAt', 'id'] },
    { name: 'cases_site', columns: ['siteId', 'openedAt', 'id'] },
    { name: 'cases_team', columns: ['teamId', 'openedAt', 'id'] },
    { name: 'cases_assignee', columns: ['assigneeId', 'openedAt', 'id'] },
    // By what is urgent, which a mapping cannot say: the migration alone makes it.
    { name: 'cases_unassigned', synchronize: false },
    { name: 'cases_in_hand', columns: ['assigneeId'], where: `status IN ('NEW', 'OPEN')` },
  ],
  checks: [
    {
      name: 'cases_type_check',
      expression: `type IN ('ENQUIRY', 'COMPLAINT', 'INCIDENT', 'RETURN', 'REQUEST', 'FEEDBACK')`,
    },
    {
      name: 'cases_status_check',
      expression: `status IN ('NEW', 'OPEN', 'WAITING_CUSTOMER', 'WAITING_THIRD_PARTY', 'WAITING_APPROVAL', 'RESOLVED', 'CLOSED', 'CANCELLED', 'MERGED')`,
    },
    { name: 'cases_priority_check', expression: `priority IN ('LOW', 'NORMAL', 'HIGH', 'URGENT')` },
    {
      name: 'cases_channel_check',
      expression: `channel IN ('PHONE', 'EMAIL', 'LETTER', 'FACE_TO_FACE', 'CHAT', 'SMS', 'SOCIAL', 'PORTAL', 'FAX', 'REFERRAL')`,
    },
    {
      name: 'cases_outcome_check',
      expression: `outcome IN ('EXPLANATION', 'MONETARY_RELIEF', 'NON_MONETARY_RELIEF', 'RELIEF', 'NO_RELIEF', 'UNSPECIFIED', 'UNTIMELY')`,
    },
    { name: 'cases_answered_check', expression: `(resolved_at IS NULL) = (outcome IS NULL)` },
    { name: 'cases_source_check', expression: `(source IS NULL) = (source_id IS NULL)` },
  ],
});
