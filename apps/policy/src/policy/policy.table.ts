import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import { approvedVersionColumns, approvedVersionRules } from './effect.table.ts';
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
    ...approvedVersionColumns,
    summary: column.nullable(column.text()),
    clauseIds: column.json('clause_ids'),
    authors: column.json(),
    submittedAt: column.nullable(column.instant('submitted_at')),
    returnReason: column.nullable(column.text('return_reason')),
  } satisfies Record<keyof PolicyVersion, EntitySchemaColumnOptions>,
  ...approvedVersionRules({
    table: 'policy_versions',
    owner: 'policyId',
    target: 'Policy',
    ownerName: 'policy',
    statuses: ['DRAFT', 'IN_REVIEW', 'APPROVED', 'WITHDRAWN'],
  }),
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
