import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { LegalHold } from './legal-hold.ts';

/** Where legal holds are kept; the app role may add them and lift them, nothing else. */
export const legalHoldTable = new EntitySchema<LegalHold>({
  name: 'LegalHold',
  tableName: 'legal_holds',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    caseId: column.nullable(column.reference('case_id')),
    reason: column.text(),
    reviewOn: column.day('review_on'),
    placedBy: column.text('placed_by'),
    placedAt: column.instant('placed_at'),
    liftedBy: column.nullable(column.text('lifted_by')),
    liftedAt: column.nullable(column.instant('lifted_at')),
    liftReason: column.nullable(column.text('lift_reason')),
  } satisfies Record<keyof LegalHold, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'legal_holds_customer_fkey',
      target: 'Customer',
      columnNames: ['customerId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'legal_holds_customer', columns: ['customerId', 'placedAt', 'id'] }],
});
