import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Initiative } from './initiative.ts';

/** Where initiatives are kept. A baseline is written once; the database refuses to change it. */
export const initiativeTable = new EntitySchema<Initiative>({
  name: 'Initiative',
  tableName: 'initiatives',
  columns: {
    id: column.id(),
    title: column.text(),
    ownerId: column.reference('owner_id'),
    causeId: column.nullable(column.reference('cause_id')),
    metricKey: column.text('metric_key'),
    definitionVersion: column.integer('definition_version'),
    direction: column.text(),
    siteIds: { ...column.reference('site_ids'), array: true },
    controlSiteIds: { ...column.reference('control_site_ids'), array: true },
    unitAmount: column.minorUnits('unit_amount'),
    unitCurrency: column.currency('unit_currency'),
    status: column.text(),
    proposedAt: column.instant('proposed_at'),
    startedAt: column.nullable(column.instant('started_at')),
    endedAt: column.nullable(column.instant('ended_at')),
    because: column.nullable(column.text()),
    countsFrom: column.nullable(column.day('counts_from')),
    baseline: column.nullable(column.json()),
    version: column.version(),
  } satisfies Record<keyof Initiative, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'initiatives_cause_fkey', target: 'Cause', columnNames: ['causeId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'initiatives_latest', columns: ['proposedAt', 'id'] },
    { name: 'initiatives_cause', columns: ['causeId', 'proposedAt', 'id'], where: 'cause_id IS NOT NULL' },
  ],
  checks: [
    { name: 'initiatives_status_check', expression: `status IN ('PROPOSED', 'IN_PROGRESS', 'DONE', 'STOPPED')` },
    { name: 'initiatives_direction_check', expression: `direction IN ('AT_LEAST', 'AT_MOST')` },
    { name: 'initiatives_baseline_check', expression: '(started_at IS NULL) = (baseline IS NULL)' },
  ],
});
