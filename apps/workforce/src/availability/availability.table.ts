import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Availability } from './availability.ts';

/** Where it is kept when people can work and would like to. */
export const availabilityTable = new EntitySchema<Availability>({
  name: 'Availability',
  tableName: 'availabilities',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    kind: column.text(),
    from: column.instant('from_at'),
    until: column.nullable(column.instant('until_at')),
    days: column.json(),
    startTime: column.nullable(column.text('start_time')),
    endTime: column.nullable(column.text('end_time')),
    weight: column.integer(),
    recordedAt: column.instant('recorded_at'),
    withdrawnAt: column.nullable(column.instant('withdrawn_at')),
    reason: column.nullable(column.text()),
    version: column.version(),
  } satisfies Record<keyof Availability, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'availabilities_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'availabilities_person', columns: ['personId', 'recordedAt', 'id'] }],
  checks: [
    {
      name: 'availabilities_kind_check',
      expression: `kind IN ('UNAVAILABLE', 'WISHES_TO_WORK', 'WISHES_TO_BE_OFF')`,
    },
    { name: 'availabilities_weight_check', expression: `weight >= 0 AND weight <= 100` },
  ],
});
