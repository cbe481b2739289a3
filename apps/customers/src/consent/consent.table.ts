import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Consent } from './consent.ts';

/** Where consents are kept; the app role may add and read, nothing else. */
export const consentTable = new EntitySchema<Consent>({
  name: 'Consent',
  tableName: 'consents',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    countsFor: { ...column.reference('counts_for'), array: true },
    purpose: column.text(),
    channel: column.nullable(column.text()),
    change: column.text(),
    basis: column.nullable(column.text()),
    how: column.text(),
    wordingVersion: column.nullable(column.text('wording_version')),
    place: column.nullable(column.text()),
    from: column.instant('valid_from'),
    until: column.nullable(column.instant('valid_until')),
    recordedAt: column.instant('recorded_at'),
    recordedBy: column.text('recorded_by'),
    byCustomer: column.boolean('by_customer'),
  } satisfies Record<keyof Consent, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'consents_customer_fkey',
      target: 'Customer',
      columnNames: ['customerId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'consents_customer', columns: ['customerId', 'recordedAt', 'id'] }],
  checks: [
    {
      name: 'consents_purpose_check',
      expression: `purpose IN ('MARKETING', 'RESEARCH', 'PROFILING', 'SHARING_WITH_THIRD_PARTY', 'RECORDING', 'HEALTH_DATA')`,
    },
    {
      name: 'consents_channel_check',
      expression: `channel IN ('PHONE', 'EMAIL', 'LETTER', 'SMS', 'CHAT', 'SOCIAL', 'PORTAL', 'FACE_TO_FACE')`,
    },
    {
      name: 'consents_lawful_check',
      expression: `basis IN ('CONSENT', 'CONTRACT', 'LEGAL_OBLIGATION', 'LEGITIMATE_INTEREST', 'VITAL_INTEREST')`,
    },
    { name: 'consents_how_check', expression: `how IN ('SPOKEN', 'WRITTEN', 'MESSAGE', 'ONLINE', 'IMPORTED')` },
    { name: 'consents_change_check', expression: `change IN ('GIVEN', 'WITHDRAWN')` },
    { name: 'consents_basis_check', expression: `(change = 'WITHDRAWN') = (basis IS NULL)` },
    { name: 'consents_span_check', expression: `valid_until > valid_from` },
    { name: 'consents_end_check', expression: `change = 'GIVEN' OR valid_until IS NULL` },
    { name: 'consents_counts_check', expression: `customer_id = ANY (counts_for)` },
  ],
});
