import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import { approvedVersionColumns, approvedVersionRules } from '../policy/effect.table.ts';
import type { ComplaintRegimeVersion } from './complaint-regime-version.ts';
import type { ComplaintRegime } from './complaint-regime.ts';

/** Where complaint regimes are kept. */
export const complaintRegimeTable = new EntitySchema<ComplaintRegime>({
  name: 'ComplaintRegime',
  tableName: 'complaint_regimes',
  columns: {
    id: column.id(),
    name: column.text(),
    pack: column.nullable(column.text()),
    version: column.version(),
  } satisfies Record<keyof ComplaintRegime, EntitySchemaColumnOptions>,
  uniques: [
    { name: 'complaint_regimes_name_key', columns: ['name'] },
    { name: 'complaint_regimes_pack_key', columns: ['pack'] },
  ],
});

/** Where their versions are kept; the database lets a draft only be approved, and everything else only be withdrawn. */
export const complaintRegimeVersionTable = new EntitySchema<ComplaintRegimeVersion>({
  name: 'ComplaintRegimeVersion',
  tableName: 'complaint_regime_versions',
  columns: {
    id: column.id(),
    regimeId: column.reference('regime_id'),
    ...approvedVersionColumns,
    summary: column.nullable(column.text()),
    rules: column.json(),
    author: column.json(),
  } satisfies Record<keyof ComplaintRegimeVersion, EntitySchemaColumnOptions>,
  ...approvedVersionRules({
    table: 'complaint_regime_versions',
    owner: 'regimeId',
    target: 'ComplaintRegime',
    ownerName: 'regime',
    statuses: ['DRAFT', 'APPROVED', 'WITHDRAWN'],
  }),
});
