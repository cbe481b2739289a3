import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { RefundLineRow } from './refund.ts';

/** Where it is kept how much of each line of a purchase a refund is for; the app role may only add and read. */
export const refundLineTable = new EntitySchema<RefundLineRow>({
  name: 'RefundLine',
  tableName: 'refund_lines',
  columns: {
    id: column.id(),
    refundId: column.reference('refund_id'),
    lineId: column.reference('line_id'),
    minor: column.minorUnits(),
  } satisfies Record<keyof RefundLineRow, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'refund_lines_refund_fkey', target: 'Payout', columnNames: ['refundId'], referencedColumnNames: ['id'] },
    {
      name: 'refund_lines_line_fkey',
      target: 'PurchaseLineCopy',
      columnNames: ['lineId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'refund_lines_line_key', columns: ['refundId', 'lineId'] }],
  indices: [{ name: 'refund_lines_of_line', columns: ['lineId'] }],
  checks: [{ name: 'refund_lines_minor_check', expression: `minor > 0` }],
});
