import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ConductWarning } from './conduct-warning.ts';

/** Where warnings about the conduct of customers are kept. */
export const conductWarningTable = new EntitySchema<ConductWarning>({
  name: 'ConductWarning',
  tableName: 'conduct_warnings',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    caseId: column.reference('case_id'),
    kind: column.text(),
    description: column.text(),
    status: column.text(),
    raisedAt: column.instant('raised_at'),
    raisedBy: column.text('raised_by'),
    raisedById: column.nullable(column.reference('raised_by_id')),
    reviewBy: column.instant('review_by'),
    coolingOffUntil: column.nullable(column.instant('cooling_off_until')),
    reviewedAt: column.nullable(column.instant('reviewed_at')),
    reviewedById: column.nullable(column.reference('reviewed_by_id')),
    reviewReason: column.nullable(column.text('review_reason')),
    affectedPersonId: column.nullable(column.reference('affected_person_id')),
    supportBy: column.nullable(column.instant('support_by')),
    supportedAt: column.nullable(column.instant('supported_at')),
    supportNote: column.nullable(column.text('support_note')),
    version: column.version(),
  } satisfies Record<keyof ConductWarning, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'conduct_warnings_case_fkey', target: 'Case', columnNames: ['caseId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'conduct_warnings_review', columns: ['reviewBy', 'id'] },
    { name: 'conduct_warnings_customer', columns: ['customerId', 'reviewBy', 'id'] },
  ],
  checks: [
    { name: 'conduct_warnings_kind_check', expression: `kind IN ('ABUSE', 'AGGRESSION', 'THREAT', 'HARASSMENT')` },
    { name: 'conduct_warnings_status_check', expression: `status IN ('ACTIVE', 'LIFTED')` },
    { name: 'conduct_warnings_support_check', expression: `(affected_person_id IS NULL) = (support_by IS NULL)` },
  ],
});
