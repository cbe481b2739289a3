import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { PersonPresence } from './presence.ts';

/** Where presence is kept; what was done is never changed. */
export const presenceTable = new EntitySchema<PersonPresence>({
  name: 'PersonPresence',
  tableName: 'presences',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    sequence: column.integer(),
    state: column.text(),
    since: column.instant('since'),
    shiftId: column.nullable(column.reference('shift_id')),
    act: column.text(),
  } satisfies Record<keyof PersonPresence, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'presences_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
    { name: 'presences_shift_fkey', target: 'Shift', columnNames: ['shiftId'], referencedColumnNames: ['id'] },
  ],
  uniques: [{ name: 'presences_sequence_key', columns: ['personId', 'sequence'] }],
  indices: [
    { name: 'presences_since', columns: ['personId', 'since'] },
    { name: 'presences_shift', columns: ['shiftId'], where: `(shift_id IS NOT NULL)` },
  ],
  checks: [
    {
      name: 'presences_state_check',
      expression: `state IN ('AVAILABLE', 'ON_CONTACT', 'AFTER_CONTACT', 'BREAK', 'MEETING', 'TRAINING', 'AWAY', 'OFFLINE')`,
    },
    { name: 'presences_act_check', expression: `act IN ('STARTED', 'CHANGED', 'ENDED')` },
  ],
});
