import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { AuthorityRequest, Matter, UseEnd, UseReserved } from './authority-use.ts';

const matter = {
  decisionType: column.text('decision_type'),
  minor: column.minorUnits(),
  currency: column.currency(),
  caseId: column.reference('case_id'),
  customerId: column.nullable(column.reference('customer_id')),
  orderReference: column.nullable(column.text('order_reference')),
  requestedBy: column.text('requested_by'),
  requesterId: column.nullable(column.reference('requester_id')),
  teamId: column.nullable(column.reference('team_id')),
  siteId: column.nullable(column.reference('site_id')),
  regionId: column.nullable(column.reference('region_id')),
} satisfies Record<keyof Matter, EntitySchemaColumnOptions>;

const toGrant = (name: string) => ({
  name,
  target: 'AuthorityGrant',
  columnNames: ['grantId'],
  referencedColumnNames: ['id'],
});

const toClause = (name: string) => ({
  name,
  target: 'Clause',
  columnNames: ['clauseId'],
  referencedColumnNames: ['id'],
});

/** Where requests for another person's authority are kept. */
export const authorityRequestTable = new EntitySchema<AuthorityRequest>({
  name: 'AuthorityRequest',
  tableName: 'authority_requests',
  columns: {
    id: column.id(),
    ...matter,
    requestedAt: column.instant('requested_at'),
    grantId: column.nullable(column.reference('grant_id')),
    clauseId: column.nullable(column.reference('clause_id')),
    reason: column.text(),
    status: column.text(),
    decidedBy: column.nullable(column.text('decided_by')),
    deciderId: column.nullable(column.reference('decider_id')),
    decidedAt: column.nullable(column.instant('decided_at')),
    decisionReason: column.nullable(column.text('decision_reason')),
    version: column.version(),
  } satisfies Record<keyof AuthorityRequest, EntitySchemaColumnOptions>,
  foreignKeys: [toGrant('authority_requests_grant_fkey'), toClause('authority_requests_clause_fkey')],
  indices: [{ name: 'authority_requests_status', columns: ['status', 'requestedAt', 'id'] }],
  checks: [
    {
      name: 'authority_requests_type_check',
      expression: `decision_type IN ('REFUND', 'COMPENSATION', 'GOODWILL', 'EXCHANGE', 'WRITE_OFF')`,
    },
    { name: 'authority_requests_minor_check', expression: `minor > 0` },
    { name: 'authority_requests_status_check', expression: `status IN ('PENDING', 'APPROVED', 'REFUSED')` },
    {
      name: 'authority_requests_decider_check',
      expression: `decided_by <> requested_by AND decider_id <> requester_id`,
    },
  ],
});

/** The ledger's reserves; the app role may only add and read. */
export const authorityUseTable = new EntitySchema<UseReserved>({
  name: 'AuthorityUse',
  tableName: 'authority_uses',
  columns: {
    id: column.id(),
    ...matter,
    grantId: column.reference('grant_id'),
    requestId: column.nullable(column.reference('request_id')),
    clauseId: column.nullable(column.reference('clause_id')),
    authorityOf: column.text('authority_of'),
    approverId: column.nullable(column.reference('approver_id')),
    reservedAt: column.instant('reserved_at'),
  } satisfies Record<keyof UseReserved, EntitySchemaColumnOptions>,
  foreignKeys: [
    toGrant('authority_uses_grant_fkey'),
    toClause('authority_uses_clause_fkey'),
    {
      name: 'authority_uses_request_fkey',
      target: 'AuthorityRequest',
      columnNames: ['requestId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'authority_uses_request_key', columns: ['requestId'] }],
  indices: [
    { name: 'authority_uses_case', columns: ['caseId'] },
    { name: 'authority_uses_customer', columns: ['customerId'] },
    { name: 'authority_uses_order', columns: ['orderReference'] },
    { name: 'authority_uses_day', columns: ['authorityOf', 'reservedAt'] },
    { name: 'authority_uses_reserved', columns: ['reservedAt'] },
  ],
  checks: [{ name: 'authority_uses_minor_check', expression: `minor > 0` }],
});

/** The ledger's settlements and voids, at most one per use; the app role may only add and read. */
export const authorityUseEndTable = new EntitySchema<UseEnd>({
  name: 'AuthorityUseEnd',
  tableName: 'authority_use_ends',
  columns: {
    id: column.id(),
    kind: column.text(),
    minor: column.minorUnits(),
    reason: column.nullable(column.text()),
    endedBy: column.text('ended_by'),
    endedAt: column.instant('ended_at'),
  } satisfies Record<keyof UseEnd, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'authority_use_ends_use_fkey',
      target: 'AuthorityUse',
      columnNames: ['id'],
      referencedColumnNames: ['id'],
    },
  ],
  checks: [
    { name: 'authority_use_ends_kind_check', expression: `kind IN ('SETTLED', 'VOIDED')` },
    { name: 'authority_use_ends_minor_check', expression: `minor >= 0` },
  ],
});
