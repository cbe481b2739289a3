import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { StaffingGap } from './staffing-gap.ts';

/** Where staffing gaps are kept; the app role adds them and their end, nothing else. */
export const staffingGapTable = new EntitySchema<StaffingGap>({
  name: 'StaffingGap',
  tableName: 'staffing_gaps',
  columns: {
    id: column.id(),
    siteId: column.reference('site_id'),
    requirementId: column.reference('requirement_id'),
    basis: column.text(),
    required: column.integer(),
    covered: { type: 'double precision' },
    foundAt: column.instant('found_at'),
    closedAt: column.nullable(column.instant('closed_at')),
    closedBecause: column.nullable(column.text('closed_because')),
  } satisfies Record<keyof StaffingGap, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'staffing_gaps_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
    {
      name: 'staffing_gaps_requirement_fkey',
      target: 'StaffingRequirement',
      columnNames: ['requirementId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'staffing_gaps_open', columns: ['requirementId'], unique: true, where: `(closed_at IS NULL)` },
    { name: 'staffing_gaps_site', columns: ['siteId', 'foundAt', 'id'] },
  ],
  checks: [
    { name: 'staffing_gaps_basis_check', expression: `basis IN ('PRESENT', 'PLANNED')` },
    {
      name: 'staffing_gaps_closed_check',
      expression: `closed_because IN ('COVERED', 'PASSED', 'SUPERSEDED') AND (closed_at IS NULL) = (closed_because IS NULL)`,
    },
  ],
});
