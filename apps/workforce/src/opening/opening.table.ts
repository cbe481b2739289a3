import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Opening } from './opening.ts';

/** Where openings are kept. */
export const openingTable = new EntitySchema<Opening>({
  name: 'Opening',
  tableName: 'openings',
  columns: {
    id: column.id(),
    requisitionId: column.reference('requisition_id'),
    siteId: column.reference('site_id'),
    title: column.text(),
    description: column.text(),
    criteria: column.json(),
    isAnonymous: column.boolean('is_anonymous'),
    internalFirstUntil: column.nullable(column.instant('internal_first_until')),
    retentionDays: column.integer('retention_days'),
    openedAt: column.instant('opened_at'),
    closedAt: column.nullable(column.instant('closed_at')),
    version: column.version(),
  } satisfies Record<keyof Opening, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'openings_requisition_fkey',
      target: 'Requisition',
      columnNames: ['requisitionId'],
      referencedColumnNames: ['id'],
    },
    { name: 'openings_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'openings_requisition', columns: ['requisitionId', 'openedAt', 'id'] },
    { name: 'openings_opened', columns: ['openedAt', 'id'] },
  ],
  checks: [{ name: 'openings_retention_check', expression: `retention_days > 0` }],
});
