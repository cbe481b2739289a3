import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Callout } from './callout.ts';

/** Where call-outs are kept. */
export const calloutTable = new EntitySchema<Callout>({
  name: 'Callout',
  tableName: 'callouts',
  columns: {
    id: column.id(),
    siteId: column.reference('site_id'),
    caseId: column.nullable(column.reference('case_id')),
    customerId: column.nullable(column.reference('customer_id')),
    reason: column.text(),
    urgency: column.text(),
    status: column.text(),
    level: column.text(),
    requesterId: column.nullable(column.reference('requester_id')),
    requestedBy: column.text('requested_by'),
    toPersonId: column.nullable(column.reference('to_person_id')),
    raisedAt: column.instant('raised_at'),
    acknowledgeWithin: column.duration('acknowledge_within'),
    acknowledgeBy: column.nullable(column.instant('acknowledge_by')),
    acknowledgedAt: column.nullable(column.instant('acknowledged_at')),
    dueAt: column.nullable(column.instant('due_at')),
    version: column.version(),
  } satisfies Record<keyof Callout, EntitySchemaColumnOptions>,
  foreignKeys: [{ name: 'callouts_case_fkey', target: 'Case', columnNames: ['caseId'], referencedColumnNames: ['id'] }],
  indices: [
    { name: 'callouts_next', columns: ['dueAt'], where: 'due_at IS NOT NULL' },
    { name: 'callouts_site', columns: ['siteId', 'raisedAt', 'id'] },
    { name: 'callouts_case', columns: ['caseId', 'raisedAt', 'id'] },
  ],
  checks: [
    { name: 'callouts_urgency_check', expression: `urgency IN ('URGENT', 'DANGER')` },
    { name: 'callouts_status_check', expression: `status IN ('PAGED', 'UNCOVERED', 'ACKNOWLEDGED', 'STOOD_DOWN')` },
    { name: 'callouts_level_check', expression: `level IN ('LEAD', 'MANAGER', 'DIRECTOR')` },
  ],
});
