import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import { approvedVersionColumns, approvedVersionChecks } from '../policy/effect.table.ts';
import type { CompensationBand, CompensationScheme, CompensationSchemeVersion } from './compensation-scheme.ts';

/** Where compensation schemes are kept; the app role may add and read. */
export const compensationSchemeTable = new EntitySchema<CompensationScheme>({
  name: 'CompensationScheme',
  tableName: 'compensation_schemes',
  columns: {
    id: column.id(),
    name: column.text(),
    currency: column.currency(),
    policyId: column.nullable(column.reference('policy_id')),
  } satisfies Record<keyof CompensationScheme, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'compensation_schemes_policy_fkey',
      target: 'Policy',
      columnNames: ['policyId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'compensation_schemes_name', columns: ['name', 'id'] }],
});

/** Where the versions of schemes are kept; the app role may approve and withdraw them, nothing else. */
export const compensationSchemeVersionTable = new EntitySchema<CompensationSchemeVersion>({
  name: 'CompensationSchemeVersion',
  tableName: 'compensation_scheme_versions',
  columns: {
    id: column.id(),
    schemeId: column.reference('scheme_id'),
    ...approvedVersionColumns,
    summary: column.nullable(column.text()),
    uplifts: column.json(),
    source: column.nullable(column.json()),
    author: column.json(),
  } satisfies Record<keyof CompensationSchemeVersion, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'compensation_scheme_versions_scheme_fkey',
      target: 'CompensationScheme',
      columnNames: ['schemeId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'compensation_scheme_versions_number_key', columns: ['schemeId', 'number'] }],
  checks: approvedVersionChecks('compensation_scheme_versions', ['DRAFT', 'APPROVED', 'WITHDRAWN']),
});

/** Where bands are kept; the app role may only add and read. */
export const compensationBandTable = new EntitySchema<CompensationBand>({
  name: 'CompensationBand',
  tableName: 'compensation_bands',
  columns: {
    id: column.id(),
    schemeVersionId: column.reference('scheme_version_id'),
    position: column.integer(),
    head: column.text(),
    code: column.text(),
    name: column.text(),
    description: column.text(),
    currency: column.currency(),
    minMinor: column.minorUnits('min_minor'),
    maxMinor: column.minorUnits('max_minor'),
    clause: column.nullable(column.text()),
  } satisfies Record<keyof CompensationBand, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'compensation_bands_version_fkey',
      target: 'CompensationSchemeVersion',
      columnNames: ['schemeVersionId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [
    { name: 'compensation_bands_position_key', columns: ['schemeVersionId', 'position'] },
    { name: 'compensation_bands_code_key', columns: ['schemeVersionId', 'head', 'code'] },
  ],
  checks: [
    {
      name: 'compensation_bands_head_check',
      expression: `head IN ('FINANCIAL', 'DISTRESS_AND_INCONVENIENCE', 'LOSS_OF_SERVICE', 'GOODWILL')`,
    },
    { name: 'compensation_bands_limits_check', expression: `min_minor >= 0 AND max_minor >= min_minor` },
  ],
});
