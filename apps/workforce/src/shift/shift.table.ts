import { EntitySchema, type EntitySchemaColumnOptions, type ValueTransformer } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Shift, Span } from './shift.ts';

/** Instants travel as text within JSON. */
const breaksTransformer: ValueTransformer = {
  to: (breaks: readonly Span[]) => breaks,
  from: (kept: readonly { readonly startsAt: string; readonly endsAt: string }[]) =>
    kept.map(({ startsAt, endsAt }) => ({ startsAt: new Date(startsAt), endsAt: new Date(endsAt) })),
};

/** Where shifts are kept. That nobody works two at once is decided under a lock on the person. */
export const shiftTable = new EntitySchema<Shift>({
  name: 'Shift',
  tableName: 'shifts',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    siteId: column.reference('site_id'),
    startsAt: column.instant('starts_at'),
    endsAt: column.instant('ends_at'),
    status: column.text(),
    breaks: { ...column.json(), transformer: breaksTransformer },
    reason: column.nullable(column.text()),
    version: column.version(),
  } satisfies Record<keyof Shift, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'shifts_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
    { name: 'shifts_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'shifts_start', columns: ['startsAt', 'id'] },
    { name: 'shifts_person', columns: ['personId', 'startsAt', 'id'] },
    { name: 'shifts_site', columns: ['siteId', 'startsAt', 'id'] },
  ],
  checks: [
    { name: 'shifts_status_check', expression: `status IN ('SCHEDULED', 'CANCELLED')` },
    { name: 'shifts_span_check', expression: `ends_at > starts_at` },
  ],
});
