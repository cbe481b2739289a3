import { EntitySchema, type EntitySchemaColumnOptions, type ValueTransformer } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Shift, ShiftBreak } from './shift.ts';

/** Instants travel as text within JSON. */
export const breaksTransformer: ValueTransformer = {
  to: (breaks: readonly ShiftBreak[]) => breaks,
  from: (kept: readonly { readonly startsAt: string; readonly endsAt: string; readonly isPaid?: boolean }[]) =>
    kept.map(({ startsAt, endsAt, isPaid }) => ({
      ...{ startsAt: new Date(startsAt), endsAt: new Date(endsAt), isPaid: isPaid ?? false },
    })),
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
    templateId: column.nullable(column.reference('template_id')),
    rosterId: column.nullable(column.reference('roster_id')),
    reason: column.nullable(column.text()),
    version: column.version(),
  } satisfies Record<keyof Shift, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'shifts_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
    { name: 'shifts_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
    {
      name: 'shifts_template_fkey',
      target: 'ShiftTemplate',
      columnNames: ['templateId'],
      referencedColumnNames: ['id'],
    },
    { name: 'shifts_roster_fkey', target: 'Roster', columnNames: ['rosterId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'shifts_roster', columns: ['rosterId', 'startsAt', 'id'] },
    { name: 'shifts_start', columns: ['startsAt', 'id'] },
    { name: 'shifts_person', columns: ['personId', 'startsAt', 'id'] },
    { name: 'shifts_site', columns: ['siteId', 'startsAt', 'id'] },
  ],
  checks: [
    { name: 'shifts_status_check', expression: `status IN ('SCHEDULED', 'CANCELLED')` },
    { name: 'shifts_span_check', expression: `ends_at > starts_at` },
  ],
});
