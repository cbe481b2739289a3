import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ContactPoint } from './contact-point.ts';

/** Where contact points are kept; the app role may add them and end them, nothing else. */
export const contactPointTable = new EntitySchema<ContactPoint>({
  name: 'ContactPoint',
  tableName: 'contact_points',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    kind: column.text(),
    value: column.text(),
    normalised: column.text(),
    national: column.nullable(column.text()),
    lines: column.nullable({ ...column.text(), array: true }),
    locality: column.nullable(column.text()),
    territory: column.nullable(column.text()),
    postcode: column.nullable(column.text()),
    country: column.nullable(column.text()),
    validFrom: column.instant('valid_from'),
    validTo: column.nullable(column.instant('valid_to')),
    bouncedAt: column.nullable(column.instant('bounced_at')),
    bounceReason: column.nullable(column.text('bounce_reason')),
    verifiedAt: column.nullable(column.instant('verified_at')),
    verifiedHow: column.nullable(column.text('verified_how')),
    verifiedBy: column.nullable(column.text('verified_by')),
    primarySince: column.nullable(column.instant('primary_since')),
  } satisfies Record<keyof ContactPoint, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'contact_points_customer_fkey',
      target: 'Customer',
      columnNames: ['customerId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'contact_points_customer', columns: ['customerId', 'validFrom', 'id'] },
    { name: 'contact_points_normalised', columns: ['normalised', 'kind'] },
    { name: 'contact_points_beginning', synchronize: false },
    { name: 'contact_points_national', columns: ['national'], where: 'national IS NOT NULL' },
    {
      name: 'contact_points_verified_key',
      columns: ['kind', 'normalised'],
      unique: true,
      where: 'verified_at IS NOT NULL AND valid_to IS NULL',
    },
    {
      name: 'contact_points_current_key',
      columns: ['customerId', 'kind', 'normalised'],
      unique: true,
      where: 'valid_to IS NULL',
    },
  ],
  checks: [
    { name: 'contact_points_kind_check', expression: `kind IN ('EMAIL', 'PHONE', 'POSTAL', 'SOCIAL')` },
    { name: 'contact_points_postal_check', expression: `(kind = 'POSTAL') = (lines IS NOT NULL)` },
    { name: 'contact_points_bounce_check', expression: `(bounced_at IS NULL) = (bounce_reason IS NULL)` },
    { name: 'contact_points_how_check', expression: `verified_how IN ('CODE_SENT', 'DOCUMENT_SHOWN')` },
    {
      name: 'contact_points_verified_check',
      expression: `(verified_at IS NULL) = (verified_how IS NULL) AND (verified_at IS NULL) = (verified_by IS NULL)`,
    },
    { name: 'contact_points_span_check', expression: `valid_to >= valid_from` },
  ],
});
