import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Clause } from './clause.ts';
import type { PolicyVersion } from './policy-version.ts';
import type { Policy } from './policy.ts';

/** Where policies are kept. */
export const policyTable = new EntitySchema<Policy>({
  name: 'Policy',
  tableName: 'policies',
  columns: {
    id: column.id(),
    title: column.text(),
    kind: column.text(),
    ownerId: column.reference('owner_id'),
    audienceRoles: column.json('audience_roles'),
    audienceSiteIds: column.json('audience_site_ids'),
    reviewDueAt: column.instant('review_due_at'),
    version: column.version(),
  } satisfies Record<keyof Policy, EntitySchemaColumnOptions>,
  indices: [
    { name: 'policies_title', columns: ['title', 'id'] },
    { name: 'policies_review', columns: ['reviewDueAt', 'id'] },
  ],
  checks: [{ name: 'policies_kind_check', expression: `kind IN ('POLICY', 'PROCEDURE', 'STANDARD', 'STRATEGY')` }],
});

/** Where the versions of policies are kept; once approved, the database lets only their withdrawal be written. */
export const policyVersionTable = new EntitySchema<PolicyVersion>({
  name: 'PolicyVersion',
  tableName: 'policy_versions',
  columns: {
    id: column.id(),
    policyId: column.reference('policy_id'),
    number: column.integer(),
    status: column.text(),
    summary: column.nullable(column.text()),
    clauseIds: column.json('clause_ids'),
    authors: column.json(),
    draftedAt: column.instant('drafted_at'),
    submittedAt: column.nullable(column.instant('submitted_at')),
    returnReason: column.nullable(column.text('return_reason')),
    approver: column.nullable(column.json()),
    approvedAt: column.nullable(column.instant('approved_at')),
    effectiveFrom: column.nullable(column.instant('effective_from')),
    endsAt: column.nullable(column.instant('ends_at')),
    withdrawnAt: column.nullable(column.instant('withdrawn_at')),
    withdrawalReason: column.nullable(column.text('withdrawal_reason')),
    version: column.version(),
  } satisfies Record<keyof PolicyVersion, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'policy_versions_policy_fkey',
      target: 'Policy',
      columnNames: ['policyId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'policy_versions_number_key', columns: ['policyId', 'number'] }],
  indices: [
    {
      name: 'policy_versions_draft',
      columns: ['policyId'],
      unique: true,
      where: `status IN ('DRAFT', 'IN_REVIEW')`,
    },
    { name: 'policy_versions_effect', columns: ['policyId', 'effectiveFrom'] },
  ],
  checks: [
    {
      name: 'policy_versions_status_check',
      expression: `status IN ('DRAFT', 'IN_REVIEW', 'APPROVED', 'WITHDRAWN')`,
    },
    {
      name: 'policy_versions_approval_check',
      expression: `(approved_at IS NULL) = (effective_from IS NULL) AND (approved_at IS NULL) = (approver IS NULL) AND (status <> 'APPROVED' OR approved_at IS NOT NULL)`,
    },
    { name: 'policy_versions_effective_check', expression: `ends_at > effective_from` },
    {
      name: 'policy_versions_withdrawal_check',
      expression: `(status = 'WITHDRAWN') = (withdrawn_at IS NOT NULL)`,
    },
  ],
});

/** Where clauses are kept; the app role may add and read, nothing else. */
export const clauseTable = new EntitySchema<Clause>({
  name: 'Clause',
  tableName: 'clauses',
  columns: {
    id: column.id(),
    policyVersionId: column.reference('policy_version_id'),
    anchor: column.text(),
    heading: column.nullable(column.text()),
    text: column.text(),
  } satisfies Record<keyof Clause, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'clauses_version_fkey',
      target: 'PolicyVersion',
      columnNames: ['policyVersionId'],
      referencedColumnNames: ['id'],
    },
  ],
});
