import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Customer } from './customer.ts';

/** Where customers are kept. */
export const customerTable = new EntitySchema<Customer>({
  name: 'Customer',
  tableName: 'customers',
  columns: {
    id: column.id(),
    kind: column.text(),
    status: { ...column.text(), default: 'ACTIVE' },
    displayName: column.nullable(column.text('display_name')),
    givenName: column.nullable(column.text('given_name')),
    familyName: column.nullable(column.text('family_name')),
    preferredLanguage: column.nullable(column.text('preferred_language')),
    territory: column.nullable(column.text()),
    country: column.nullable(column.text()),
    registeredAt: column.instant('registered_at'),
    version: column.version(),
  } satisfies Record<Exclude<keyof Customer, 'asOf'>, EntitySchemaColumnOptions>,
  indices: [
    { name: 'customers_registered', columns: ['registeredAt', 'id'] },
    { name: 'customers_status', columns: ['status', 'registeredAt', 'id'] },
    { name: 'customers_territory', columns: ['territory', 'registeredAt', 'id'] },
  ],
  checks: [
    { name: 'customers_kind_check', expression: `kind IN ('PERSON', 'ORGANISATION', 'HOUSEHOLD')` },
    {
      name: 'customers_status_check',
      expression: `status IN ('PROSPECT', 'ACTIVE', 'DORMANT', 'CLOSED', 'MERGED', 'ERASED')`,
    },
    { name: 'customers_name_check', expression: `kind = 'PERSON' OR display_name IS NOT NULL` },
  ],
});
