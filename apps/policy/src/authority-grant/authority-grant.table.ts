import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { AuthorityGrant } from './authority-grant.ts';

/** Where grants of authority are kept; the app role may add, read, suspend and end them. */
export const authorityGrantTable = new EntitySchema<AuthorityGrant>({
  name: 'AuthorityGrant',
  tableName: 'authority_grants',
  columns: {
    id: column.id(),
    number: column.integer(),
    decisionType: column.text('decision_type'),
    role: column.nullable(column.text()),
    personId: column.nullable(column.reference('person_id')),
    siteId: column.nullable(column.reference('site_id')),
    currency: column.currency(),
    perCase: column.minorUnits('per_case'),
    perDay: column.nullable(column.minorUnits('per_day')),
    perCustomer: column.nullable(column.minorUnits('per_customer')),
    customerDays: column.integer('customer_days'),
    perOrder: column.nullable(column.minorUnits('per_order')),
    timeZone: column.text('time_zone'),
    policyId: column.nullable(column.reference('policy_id')),
    anchor: column.nullable(column.text()),
    skillId: column.nullable(column.reference('skill_id')),
    effectiveFrom: column.instant('effective_from'),
    effectiveUntil: column.nullable(column.instant('effective_until')),
    suspendedAt: column.nullable(column.instant('suspended_at')),
    suspensionReason: column.nullable(column.text('suspension_reason')),
    revokedAt: column.nullable(column.instant('revoked_at')),
    revocationReason: column.nullable(column.text('revocation_reason')),
    grantedBy: column.text('granted_by'),
    granterId: column.nullable(column.reference('granter_id')),
    grantedAt: column.instant('granted_at'),
    version: column.version(),
  } satisfies Record<keyof AuthorityGrant, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'authority_grants_policy_fkey',
      target: 'Policy',
      columnNames: ['policyId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'authority_grants_matter', columns: ['decisionType', 'currency', 'effectiveFrom'] },
    { name: 'authority_grants_person', columns: ['personId'] },
    { name: 'authority_grants_effective', columns: ['effectiveFrom', 'id'] },
  ],
  checks: [
    {
      name: 'authority_grants_type_check',
      expression: `decision_type IN ('REFUND', 'COMPENSATION', 'GOODWILL', 'EXCHANGE', 'WRITE_OFF')`,
    },
    { name: 'authority_grants_holder_check', expression: `num_nonnulls(role, person_id, site_id) > 0` },
    {
      name: 'authority_grants_limit_check',
      expression: `per_case > 0 AND per_day > 0 AND per_customer > 0 AND per_order > 0`,
    },
    { name: 'authority_grants_provision_check', expression: `(policy_id IS NULL) = (anchor IS NULL)` },
    { name: 'authority_grants_days_check', expression: `customer_days BETWEEN 1 AND 3660` },
    { name: 'authority_grants_effective_check', expression: `effective_until >= effective_from` },
  ],
});
