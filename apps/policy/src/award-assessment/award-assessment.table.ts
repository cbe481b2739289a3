import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { AwardAssessment } from './award-assessment.ts';

/** The ledger of assessed awards; the app role may only add and read. */
export const awardAssessmentTable = new EntitySchema<AwardAssessment>({
  name: 'AwardAssessment',
  tableName: 'award_assessments',
  columns: {
    id: column.id(),
    bandId: column.reference('band_id'),
    head: column.text(),
    minor: column.minorUnits(),
    currency: column.currency(),
    basis: column.text(),
    uplifts: column.json(),
    minMinor: column.minorUnits('min_minor'),
    maxMinor: column.minorUnits('max_minor'),
    exceptionId: column.nullable(column.reference('exception_id')),
    clauseId: column.nullable(column.reference('clause_id')),
    caseId: column.reference('case_id'),
    customerId: column.nullable(column.reference('customer_id')),
    at: column.instant(),
    assessedAt: column.instant('assessed_at'),
    requestedBy: column.text('requested_by'),
    requesterId: column.nullable(column.reference('requester_id')),
    teamId: column.nullable(column.reference('team_id')),
    siteId: column.nullable(column.reference('site_id')),
    regionId: column.nullable(column.reference('region_id')),
  } satisfies Record<keyof AwardAssessment, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'award_assessments_band_fkey',
      target: 'CompensationBand',
      columnNames: ['bandId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'award_assessments_exception_fkey',
      target: 'PolicyException',
      columnNames: ['exceptionId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'award_assessments_clause_fkey',
      target: 'Clause',
      columnNames: ['clauseId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'award_assessments_latest', columns: ['assessedAt', 'id'] },
    { name: 'award_assessments_case', columns: ['caseId'] },
    { name: 'award_assessments_exception', columns: ['exceptionId'] },
  ],
  checks: [
    { name: 'award_assessments_basis_check', expression: `basis IN ('LIABILITY', 'EX_GRATIA')` },
    { name: 'award_assessments_minor_check', expression: `minor > 0` },
    {
      name: 'award_assessments_limits_check',
      expression: `minor BETWEEN min_minor AND max_minor OR exception_id IS NOT NULL`,
    },
  ],
});
