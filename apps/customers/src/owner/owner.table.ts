import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { OwnerAssignment } from './owner.ts';

/** Where it is kept who looks after whom; the app role may add and end, nothing else. */
export const ownerAssignmentTable = new EntitySchema<OwnerAssignment>({
  name: 'OwnerAssignment',
  tableName: 'owner_assignments',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    personId: column.reference('person_id'),
    teamId: column.nullable(column.reference('team_id')),
    reason: column.nullable(column.text()),
    validFrom: column.instant('valid_from'),
    validTo: column.nullable(column.instant('valid_to')),
    recordedBy: column.text('recorded_by'),
  } satisfies Record<keyof OwnerAssignment, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'owner_assignments_customer_fkey',
      target: 'Customer',
      columnNames: ['customerId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'owner_assignments_customer', columns: ['customerId', 'validFrom', 'id'] },
    { name: 'owner_assignments_current_key', columns: ['customerId'], unique: true, where: 'valid_to IS NULL' },
    { name: 'owner_assignments_person', columns: ['personId', 'customerId'], where: 'valid_to IS NULL' },
  ],
  checks: [{ name: 'owner_assignments_span_check', expression: `valid_to >= valid_from` }],
});
