import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
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
    number: column.integer(),
    status: column.text(),
    summary: column.nullable(column.text()),
    rules: column.json(),
    author: column.json(),
    draftedAt: column.instant('drafted_at'),
    approver: column.nullable(column.json()),
    approvedAt: column.nullable(column.instant('approved_at')),
    effectiveFrom: column.nullable(column.instant('effective_from')),
    endsAt: column.nullable(column.instant('ends_at')),
    withdrawnAt: column.nullable(column.instant('withdrawn_at')),
    withdrawalReason: column.nullable(column.text('withdrawal_reason')),
    version: column.version(),
  } satisfies Record<keyof ComplaintRegimeVersion, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'complaint_regime_versions_regime_fkey',
      target: 'ComplaintRegime',
      columnNames: ['regimeId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'complaint_regime_versions_number_key', columns: ['regimeId', 'number'] }],
  indices: [
    { name: 'complaint_regime_versions_draft', columns: ['regimeId'], unique: true, where: `status = 'DRAFT'` },
    { name: 'complaint_regime_versions_effect', columns: ['regimeId', 'effectiveFrom'] },
  ],
  checks: [
    { name: 'complaint_regime_versions_status_check', expression: `status IN ('DRAFT', 'APPROVED', 'WITHDRAWN')` },
    {
      name: 'complaint_regime_versions_approval_check',
      expression: `(approved_at IS NULL) = (effective_from IS NULL) AND (approved_at IS NULL) = (approver IS NULL) AND (status <> 'APPROVED' OR approved_at IS NOT NULL)`,
    },
    { name: 'complaint_regime_versions_effective_check', expression: `ends_at > effective_from` },
    {
      name: 'complaint_regime_versions_withdrawal_check',
      expression: `(status = 'WITHDRAWN') = (withdrawn_at IS NOT NULL)`,
    },
  ],
});
