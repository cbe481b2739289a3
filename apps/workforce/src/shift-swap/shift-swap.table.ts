import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ShiftSwap } from './shift-swap.ts';

/** Where swaps are kept. */
export const shiftSwapTable = new EntitySchema<ShiftSwap>({
  name: 'ShiftSwap',
  tableName: 'shift_swaps',
  columns: {
    id: column.id(),
    shiftId: column.reference('shift_id'),
    personId: column.reference('person_id'),
    partnerId: column.reference('partner_id'),
    partnerShiftId: column.nullable(column.reference('partner_shift_id')),
    status: column.text(),
    requestedAt: column.instant('requested_at'),
    acceptedAt: column.nullable(column.instant('accepted_at')),
    decidedAt: column.nullable(column.instant('decided_at')),
    decidedById: column.nullable(column.reference('decided_by_id')),
    reason: column.nullable(column.text()),
    version: column.version(),
  } satisfies Record<keyof ShiftSwap, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'shift_swaps_shift_fkey', target: 'Shift', columnNames: ['shiftId'], referencedColumnNames: ['id'] },
    { name: 'shift_swaps_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
    { name: 'shift_swaps_partner_fkey', target: 'Person', columnNames: ['partnerId'], referencedColumnNames: ['id'] },
    {
      name: 'shift_swaps_partner_shift_fkey',
      target: 'Shift',
      columnNames: ['partnerShiftId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'shift_swaps_person', columns: ['personId', 'requestedAt', 'id'] },
    { name: 'shift_swaps_partner', columns: ['partnerId', 'requestedAt', 'id'] },
    {
      name: 'shift_swaps_once',
      columns: ['shiftId'],
      unique: true,
      where: `(status = ANY (ARRAY['REQUESTED'::text, 'ACCEPTED'::text]))`,
    },
  ],
  checks: [
    {
      name: 'shift_swaps_status_check',
      expression: `status IN ('REQUESTED', 'ACCEPTED', 'APPROVED', 'DECLINED', 'WITHDRAWN')`,
    },
    { name: 'shift_swaps_partner_check', expression: `partner_id <> person_id` },
  ],
});
