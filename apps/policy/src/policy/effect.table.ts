import type { EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Effect, VersionStatus } from './effect.ts';

/** Where an {@link Effect} is kept. */
export const effectColumns = {
  approvedAt: column.nullable(column.instant('approved_at')),
  effectiveFrom: column.nullable(column.instant('effective_from')),
  endsAt: column.nullable(column.instant('ends_at')),
  withdrawnAt: column.nullable(column.instant('withdrawn_at')),
} satisfies Record<keyof Effect, EntitySchemaColumnOptions>;

/** The columns of a version that is drafted, approved by another and perhaps withdrawn. */
export const approvedVersionColumns = {
  number: column.integer(),
  status: column.text(),
  draftedAt: column.instant('drafted_at'),
  approver: column.nullable(column.json()),
  ...effectColumns,
  withdrawalReason: column.nullable(column.text('withdrawal_reason')),
  version: column.version(),
};

/** What such a table is called, and of what its rows are versions. */
export interface ApprovedVersions {
  readonly table: string;
  /** The property with the id of what a row is a version of, and the entity it refers to. */
  readonly owner: string;
  readonly target: string;
  /** What the foreign key calls the owner. */
  readonly ownerName: string;
  readonly statuses: readonly VersionStatus[];
}

const quoted = (statuses: readonly VersionStatus[]) => statuses.map((each) => `'${each}'`).join(', ');
const UNDER_WAY: readonly VersionStatus[] = ['DRAFT', 'IN_REVIEW'];

/** The checks of a table with {@link approvedVersionColumns}: dates only where they belong. */
export function approvedVersionChecks(table: string, statuses: readonly VersionStatus[]) {
  return [
    { name: `${table}_status_check`, expression: `status IN (${quoted(statuses)})` },
    {
      name: `${table}_approval_check`,
      expression: `(approved_at IS NULL) = (effective_from IS NULL) AND (approved_at IS NULL) = (approver IS NULL) AND (status <> 'APPROVED' OR approved_at IS NOT NULL)`,
    },
    { name: `${table}_effective_check`, expression: `ends_at > effective_from` },
    { name: `${table}_withdrawal_check`, expression: `(status = 'WITHDRAWN') = (withdrawn_at IS NOT NULL)` },
  ];
}

/** The keys, indices and checks of a table with {@link approvedVersionColumns}: one draft at a time, and dates only where they belong. */
export function approvedVersionRules({ table, owner, target, ownerName, statuses }: ApprovedVersions) {
  const underWay = statuses.filter((each) => UNDER_WAY.includes(each));
  const isDraft = underWay.length === 1 ? `status = 'DRAFT'` : `status IN (${quoted(underWay)})`;
  return {
    foreignKeys: [{ name: `${table}_${ownerName}_fkey`, target, columnNames: [owner], referencedColumnNames: ['id'] }],
    uniques: [{ name: `${table}_number_key`, columns: [owner, 'number'] }],
    indices: [
      { name: `${table}_draft`, columns: [owner], unique: true, where: isDraft },
      { name: `${table}_effect`, columns: [owner, 'effectiveFrom'] },
    ],
    checks: approvedVersionChecks(table, statuses),
  };
}
