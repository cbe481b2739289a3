import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ServiceStandard } from './standard.ts';

/** Where service standards are kept; the app role may add, read, and end them. */
export const standardTable = new EntitySchema<ServiceStandard>({
  name: 'ServiceStandard',
  tableName: 'service_standards',
  columns: {
    id: column.id(),
    name: column.text(),
    calendarId: column.reference('calendar_id'),
    caseType: column.text('case_type'),
    priority: column.nullable(column.text()),
    firstResponse: column.nullable(column.duration('first_response')),
    resolution: column.nullable(column.duration()),
    tier: column.nullable(column.text()),
    contractId: column.nullable(column.reference('contract_id')),
    nextResponse: column.nullable(column.duration('next_response')),
    update: column.nullable(column.duration('update_every')),
    warnings: column.nullable(column.json()),
    pauses: column.nullable(column.json()),
    siteHours: column.nullable(column.boolean('site_hours')),
    effectiveFrom: column.instant('effective_from'),
    effectiveUntil: column.nullable(column.instant('effective_until')),
    authorId: column.nullable(column.reference('author_id')),
    publishedBy: column.text('published_by'),
    publishedAt: column.instant('published_at'),
    version: column.version(),
  } satisfies Record<keyof ServiceStandard, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'service_standards_calendar_fkey',
      target: 'Calendar',
      columnNames: ['calendarId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'service_standards_contract_fkey',
      target: 'ServiceContract',
      columnNames: ['contractId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    {
      name: 'service_standards_open',
      columns: ['caseType', 'priority', 'tier', 'contractId'],
      unique: true,
      where: 'effective_until IS NULL',
    },
    { name: 'service_standards_series', columns: ['caseType', 'priority', 'effectiveFrom'] },
    { name: 'service_standards_effective', columns: ['effectiveFrom', 'id'] },
  ],
  checks: [
    {
      name: 'service_standards_type_check',
      expression: `case_type IN ('ENQUIRY', 'COMPLAINT', 'INCIDENT', 'RETURN', 'REQUEST', 'FEEDBACK')`,
    },
    { name: 'service_standards_priority_check', expression: `priority IN ('LOW', 'NORMAL', 'HIGH', 'URGENT')` },
    {
      name: 'service_standards_target_check',
      expression: `first_response > 0 OR next_response > 0 OR update_every > 0 OR resolution > 0`,
    },
    { name: 'service_standards_band_check', expression: `tier IS NULL OR contract_id IS NULL` },
    { name: 'service_standards_effective_check', expression: `effective_until >= effective_from` },
  ],
});
