import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Entitlement, EntitlementUse } from './entitlement.ts';

const CHANNELS = `'PHONE', 'EMAIL', 'LETTER', 'FACE_TO_FACE', 'CHAT', 'SMS', 'SOCIAL', 'PORTAL', 'FAX', 'REFERRAL'`;

/** Where entitlements are kept; of one on record, the app role may change only what is left. */
export const entitlementTable = new EntitySchema<Entitlement>({
  name: 'Entitlement',
  tableName: 'entitlements',
  columns: {
    id: column.id(),
    contractId: column.reference('contract_id'),
    lineId: column.reference('line_id'),
    customerId: column.reference('customer_id'),
    position: column.integer(),
    name: column.text(),
    allocation: column.text(),
    total: column.nullable(column.integer()),
    remaining: column.nullable(column.integer()),
    restricted: column.boolean(),
    channel: column.nullable(column.text()),
    decrementOn: column.text('decrement_on'),
    version: column.version(),
  } satisfies Record<keyof Entitlement, EntitySchemaColumnOptions>,
  uniques: [{ name: 'entitlements_position_key', columns: ['lineId', 'position'] }],
  indices: [
    { name: 'entitlements_contract', columns: ['contractId'] },
    { name: 'entitlements_customer', columns: ['customerId', 'id'] },
  ],
  foreignKeys: [
    {
      name: 'entitlements_contract_fkey',
      target: 'ServiceContract',
      columnNames: ['contractId'],
      referencedColumnNames: ['id'],
    },
    { name: 'entitlements_line_fkey', target: 'ContractLine', columnNames: ['lineId'], referencedColumnNames: ['id'] },
  ],
  checks: [
    { name: 'entitlements_allocation_check', expression: `allocation IN ('CASES', 'HOURS', 'PERIOD')` },
    {
      name: 'entitlements_counted_check',
      expression: `(allocation = 'PERIOD') = (total IS NULL) AND (total IS NULL) = (remaining IS NULL)`,
    },
    { name: 'entitlements_restricted_check', expression: `remaining >= 0 OR NOT restricted` },
    { name: 'entitlements_channel_check', expression: `channel IN (${CHANNELS})` },
    { name: 'entitlements_moment_check', expression: `decrement_on IN ('CREATION', 'RESOLUTION')` },
  ],
});

/** The ledger of what was used and given back; the app role may add and read, and nothing else. */
export const useTable = new EntitySchema<EntitlementUse>({
  name: 'EntitlementUse',
  tableName: 'entitlement_uses',
  columns: {
    id: column.id(),
    entitlementId: column.reference('entitlement_id'),
    number: column.integer(),
    kind: column.text(),
    units: column.integer(),
    caseId: column.reference('case_id'),
    returnsId: column.nullable(column.reference('returns_id')),
    reason: column.nullable(column.text()),
    personId: column.nullable(column.reference('person_id')),
    recordedBy: column.text('recorded_by'),
    recordedAt: column.instant('recorded_at'),
  } satisfies Record<keyof EntitlementUse, EntitySchemaColumnOptions>,
  uniques: [{ name: 'entitlement_uses_number_key', columns: ['entitlementId', 'number'] }],
  indices: [
    { name: 'entitlement_uses_returns', columns: ['returnsId'], unique: true },
    { name: 'entitlement_uses_case', columns: ['entitlementId', 'caseId'] },
  ],
  foreignKeys: [
    {
      name: 'entitlement_uses_entitlement_fkey',
      target: 'Entitlement',
      columnNames: ['entitlementId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'entitlement_uses_returns_fkey',
      target: 'EntitlementUse',
      columnNames: ['returnsId'],
      referencedColumnNames: ['id'],
    },
  ],
  checks: [
    { name: 'entitlement_uses_kind_check', expression: `kind IN ('USE', 'RETURN')` },
    {
      name: 'entitlement_uses_sign_check',
      expression: `kind = 'USE' AND units >= 0 AND returns_id IS NULL OR kind = 'RETURN' AND units <= 0 AND returns_id IS NOT NULL`,
    },
  ],
});
