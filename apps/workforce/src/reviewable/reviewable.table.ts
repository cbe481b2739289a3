import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ReviewableCase, ReviewableContact } from './reviewable.ts';

/** What is known of contacts by the feed of cases. */
export const reviewableContactTable = new EntitySchema<ReviewableContact>({
  name: 'ReviewableContact',
  tableName: 'reviewable_contacts',
  columns: {
    id: column.id(),
    caseId: column.nullable(column.reference('case_id')),
    customerId: column.nullable(column.reference('customer_id')),
    personId: column.nullable(column.reference('person_id')),
    channel: column.text(),
    occurredAt: column.instant('occurred_at'),
    handleMs: column.nullable(column.count('handle_ms')),
  } satisfies Record<keyof ReviewableContact, EntitySchemaColumnOptions>,
  indices: [
    { name: 'reviewable_contacts_person', columns: ['personId', 'occurredAt', 'id'] },
    { name: 'reviewable_contacts_case', columns: ['caseId'] },
  ],
});

/** What is known of cases by the same feed. */
export const reviewableCaseTable = new EntitySchema<ReviewableCase>({
  name: 'ReviewableCase',
  tableName: 'reviewable_cases',
  columns: {
    id: column.id(),
    assigneeId: column.nullable(column.reference('assignee_id')),
    resolvedById: column.nullable(column.reference('resolved_by_id')),
    resolvedAt: column.nullable(column.instant('resolved_at')),
    reopenedAt: column.nullable(column.instant('reopened_at')),
    reopenedOfId: column.nullable(column.reference('reopened_of_id')),
    complaintAt: column.nullable(column.instant('complaint_at')),
    upheldAt: column.nullable(column.instant('upheld_at')),
  } satisfies Record<keyof ReviewableCase, EntitySchemaColumnOptions>,
  indices: [
    { name: 'reviewable_cases_resolved', columns: ['resolvedById', 'resolvedAt'] },
    { name: 'reviewable_cases_reopened', columns: ['reopenedOfId', 'resolvedAt'] },
  ],
});
