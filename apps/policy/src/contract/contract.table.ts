import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ContractLine, ContractReview, ServiceContract } from './contract.ts';

const minor = (): EntitySchemaColumnOptions => ({
  type: 'bigint',
  name: 'value_minor',
  nullable: true,
  // The driver hands a bigint over as text, since a number would not hold all of them.
  transformer: {
    to: (value: bigint | null) => value?.toString() ?? null,
    from: (value: string | null) => (value === null ? null : BigInt(value)),
  },
});
const currency = (): EntitySchemaColumnOptions => ({
  type: 'character',
  length: 3,
  name: 'value_currency',
  nullable: true,
});

/** Where contracts are kept; the app role may add and read them, and change how they stand. */
export const contractTable = new EntitySchema<ServiceContract>({
  name: 'ServiceContract',
  tableName: 'service_contracts',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    name: column.text(),
    status: column.text(),
    startsOn: column.day('starts_on'),
    endsOn: column.day('ends_on'),
    renewalMode: column.text('renewal_mode'),
    noticeDays: column.integer('notice_days'),
    noticeOn: column.day('notice_on'),
    valueMinor: minor(),
    valueCurrency: currency(),
    renewalDecision: column.nullable(column.text('renewal_decision')),
    renewsId: column.nullable(column.reference('renews_id')),
    terminatedAt: column.nullable(column.instant('terminated_at')),
    terminationReason: column.nullable(column.text('termination_reason')),
    draftedBy: column.text('drafted_by'),
    draftedAt: column.instant('drafted_at'),
    version: column.version(),
  } satisfies Record<keyof ServiceContract, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'service_contracts_renews_fkey',
      target: 'ServiceContract',
      columnNames: ['renewsId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'service_contracts_customer', columns: ['customerId', 'id'] },
    {
      name: 'service_contracts_notice',
      columns: ['noticeOn', 'id'],
      where: `status = 'ACTIVE' AND renewal_decision IS NULL`,
    },
    { name: 'service_contracts_renews', columns: ['renewsId'], unique: true },
  ],
  checks: [
    {
      name: 'service_contracts_status_check',
      expression: `status IN ('DRAFT', 'ACTIVE', 'RENEWED', 'TERMINATED')`,
    },
    { name: 'service_contracts_mode_check', expression: `renewal_mode IN ('NONE', 'MANUAL', 'AUTO')` },
    { name: 'service_contracts_decision_check', expression: `renewal_decision IN ('RENEW', 'LET_EXPIRE')` },
    { name: 'service_contracts_term_check', expression: `ends_on >= starts_on AND notice_days >= 0` },
    {
      name: 'service_contracts_value_check',
      expression: `value_minor >= 0 AND value_currency IS NOT NULL OR value_minor IS NULL`,
    },
    {
      name: 'service_contracts_termination_check',
      expression: `(status = 'TERMINATED') = (terminated_at IS NOT NULL)`,
    },
  ],
});

/** Where the lines of contracts are kept; the app role may add and read them. */
export const lineTable = new EntitySchema<ContractLine>({
  name: 'ContractLine',
  tableName: 'contract_lines',
  columns: {
    id: column.id(),
    contractId: column.reference('contract_id'),
    position: column.integer(),
    name: column.text(),
    quantity: column.integer(),
    valueMinor: minor(),
    valueCurrency: currency(),
  } satisfies Record<keyof ContractLine, EntitySchemaColumnOptions>,
  uniques: [{ name: 'contract_lines_position_key', columns: ['contractId', 'position'] }],
  foreignKeys: [
    {
      name: 'contract_lines_contract_fkey',
      target: 'ServiceContract',
      columnNames: ['contractId'],
      referencedColumnNames: ['id'],
    },
  ],
  checks: [{ name: 'contract_lines_quantity_check', expression: `quantity > 0` }],
});

/** Where reviews are kept; the app role may add and read them. */
export const reviewTable = new EntitySchema<ContractReview>({
  name: 'ContractReview',
  tableName: 'contract_reviews',
  columns: {
    id: column.id(),
    contractId: column.reference('contract_id'),
    decision: column.text(),
    reason: column.text(),
    personId: column.nullable(column.reference('person_id')),
    recordedBy: column.text('recorded_by'),
    decidedAt: column.instant('decided_at'),
    contractVersion: column.integer('contract_version'),
  } satisfies Record<keyof ContractReview, EntitySchemaColumnOptions>,
  uniques: [{ name: 'contract_reviews_version_key', columns: ['contractId', 'contractVersion'] }],
  foreignKeys: [
    {
      name: 'contract_reviews_contract_fkey',
      target: 'ServiceContract',
      columnNames: ['contractId'],
      referencedColumnNames: ['id'],
    },
  ],
  checks: [{ name: 'contract_reviews_decision_check', expression: `decision IN ('RENEW', 'LET_EXPIRE')` }],
});
