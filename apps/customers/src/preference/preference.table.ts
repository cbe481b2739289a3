import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { CustomerPreferences } from './preference.ts';

/** Where it is kept how customers want to be served; the app role may add and end, nothing else. */
export const preferencesTable = new EntitySchema<CustomerPreferences>({
  name: 'CustomerPreferences',
  tableName: 'customer_preferences',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    pronouns: column.nullable(column.text()),
    accessibleFormats: { ...column.text('accessible_formats'), array: true },
    interpreter: column.nullable(column.text()),
    preferredChannel: column.nullable(column.text('preferred_channel')),
    contactHours: column.json('contact_hours'),
    timeZone: column.nullable(column.text('time_zone')),
    doNotContact: column.boolean('do_not_contact'),
    validFrom: column.instant('valid_from'),
    validTo: column.nullable(column.instant('valid_to')),
    recordedBy: column.text('recorded_by'),
  } satisfies Record<keyof CustomerPreferences, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'customer_preferences_customer_fkey',
      target: 'Customer',
      columnNames: ['customerId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'customer_preferences_customer', columns: ['customerId', 'validFrom', 'id'] },
    { name: 'customer_preferences_current_key', columns: ['customerId'], unique: true, where: 'valid_to IS NULL' },
  ],
  checks: [
    {
      name: 'customer_preferences_channel_check',
      expression: `preferred_channel IN ('PHONE', 'EMAIL', 'LETTER', 'SMS', 'CHAT', 'SOCIAL', 'PORTAL', 'FACE_TO_FACE')`,
    },
    { name: 'customer_preferences_span_check', expression: `valid_to >= valid_from` },
  ],
});
