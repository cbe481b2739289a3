import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Relationship } from './relationship.ts';

const customerKey = (name: string, column: keyof Relationship & string) => ({
  ...{ name, target: 'Customer', columnNames: [column], referencedColumnNames: ['id'] },
});

/** Where it is kept who is what to whom; the app role may add and end, nothing else. */
export const relationshipTable = new EntitySchema<Relationship>({
  name: 'Relationship',
  tableName: 'customer_relationships',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    kind: column.text(),
    relatedId: column.reference('related_id'),
    validFrom: column.instant('valid_from'),
    validTo: column.nullable(column.instant('valid_to')),
    endReason: column.nullable(column.text('end_reason')),
    recordedAt: column.instant('recorded_at'),
    recordedBy: column.text('recorded_by'),
  } satisfies Record<keyof Relationship, EntitySchemaColumnOptions>,
  foreignKeys: [
    customerKey('customer_relationships_customer_fkey', 'customerId'),
    customerKey('customer_relationships_related_fkey', 'relatedId'),
  ],
  indices: [
    { name: 'customer_relationships_customer', columns: ['customerId', 'validFrom', 'id'] },
    { name: 'customer_relationships_related', columns: ['relatedId', 'validFrom', 'id'] },
    {
      name: 'customer_relationships_current_key',
      columns: ['customerId', 'kind', 'relatedId'],
      unique: true,
      where: 'valid_to IS NULL',
    },
  ],
  checks: [
    {
      name: 'customer_relationships_kind_check',
      expression: `kind IN ('MEMBER_OF_HOUSEHOLD', 'EMPLOYEE_OF', 'CONTACT_OF', 'CARER_OF', 'PARENT_OF', 'AUTHORISED_TO_ACT_FOR')`,
    },
    { name: 'customer_relationships_self_check', expression: `customer_id <> related_id` },
    { name: 'customer_relationships_span_check', expression: `valid_to >= valid_from` },
    { name: 'customer_relationships_end_check', expression: `end_reason IS NULL OR valid_to IS NOT NULL` },
  ],
});
