import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { CustomerTier, TierAssignment } from './tier.ts';

/** Where tiers are kept; the app role may add them and read. */
export const customerTierTable = new EntitySchema<CustomerTier>({
  name: 'CustomerTier',
  tableName: 'customer_tiers',
  columns: {
    id: column.id(),
    name: column.text(),
    rank: column.integer(),
    version: column.version(),
  } satisfies Record<keyof CustomerTier, EntitySchemaColumnOptions>,
  uniques: [
    { name: 'customer_tiers_name_key', columns: ['name'] },
    { name: 'customer_tiers_rank_key', columns: ['rank'] },
  ],
});

/** Where it is kept who has which tier; the app role may add and end, nothing else. */
export const tierAssignmentTable = new EntitySchema<TierAssignment>({
  name: 'TierAssignment',
  tableName: 'tier_assignments',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    tierId: column.reference('tier_id'),
    reason: column.nullable(column.text()),
    validFrom: column.instant('valid_from'),
    validTo: column.nullable(column.instant('valid_to')),
    recordedBy: column.text('recorded_by'),
  } satisfies Record<keyof TierAssignment, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'tier_assignments_customer_fkey',
      target: 'Customer',
      columnNames: ['customerId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'tier_assignments_tier_fkey',
      target: 'CustomerTier',
      columnNames: ['tierId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'tier_assignments_customer', columns: ['customerId', 'validFrom', 'id'] },
    { name: 'tier_assignments_current_key', columns: ['customerId'], unique: true, where: 'valid_to IS NULL' },
    { name: 'tier_assignments_tier', columns: ['tierId', 'customerId'], where: 'valid_to IS NULL' },
  ],
  checks: [{ name: 'tier_assignments_span_check', expression: `valid_to >= valid_from` }],
});
