import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ExternalIdentity } from './external-identity.ts';

/** Where the ids of other systems are kept; the app role may add and read, nothing else. */
export const externalIdentityTable = new EntitySchema<ExternalIdentity>({
  name: 'ExternalIdentity',
  tableName: 'external_identities',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    source: column.text(),
    externalId: column.text('external_id'),
    linkedAt: column.instant('linked_at'),
  } satisfies Record<keyof ExternalIdentity, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'external_identities_customer_fkey',
      target: 'Customer',
      columnNames: ['customerId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'external_identities_key', columns: ['source', 'externalId'] }],
  indices: [{ name: 'external_identities_customer', columns: ['customerId', 'linkedAt', 'id'] }],
});
