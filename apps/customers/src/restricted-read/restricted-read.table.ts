import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { RestrictedRead } from './restricted-read.ts';

/** Where reads of restricted records are kept; the app role may add and read, nothing else. */
export const restrictedReadTable = new EntitySchema<RestrictedRead>({
  name: 'RestrictedRead',
  tableName: 'restricted_reads',
  columns: {
    id: column.id(),
    kind: column.text(),
    recordId: column.reference('record_id'),
    customerId: column.reference('customer_id'),
    fields: { ...column.text(), array: true },
    reader: column.text(),
    readerRole: column.text('reader_role'),
    readerPersonId: column.nullable(column.reference('reader_person_id')),
    requestId: column.text('request_id'),
    readAt: column.instant('read_at'),
  } satisfies Record<keyof RestrictedRead, EntitySchemaColumnOptions>,
  indices: [{ name: 'restricted_reads_customer', columns: ['customerId', 'readAt', 'id'] }],
  checks: [{ name: 'restricted_reads_kind_check', expression: `kind IN ('VULNERABILITY')` }],
});
