import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Circumstance } from './circumstance.ts';

/** Where circumstances are kept; the app role may add them and end them, nothing else. */
export const circumstanceTable = new EntitySchema<Circumstance>({
  name: 'Circumstance',
  tableName: 'circumstances',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    name: column.text(),
    recordedAt: column.instant('recorded_at'),
    recordedBy: column.text('recorded_by'),
    endedAt: column.nullable(column.instant('ended_at')),
  } satisfies Record<keyof Circumstance, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'circumstances_customer_fkey',
      target: 'Customer',
      columnNames: ['customerId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'circumstances_customer', columns: ['customerId', 'recordedAt', 'id'] },
    {
      name: 'circumstances_current_key',
      columns: ['name', 'customerId'],
      unique: true,
      where: 'ended_at IS NULL',
    },
  ],
  checks: [{ name: 'circumstances_span_check', expression: `ended_at >= recorded_at` }],
});
