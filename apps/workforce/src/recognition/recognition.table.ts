import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Recognition } from './recognition.ts';

/** Where it is kept who recognised whom. */
export const recognitionTable = new EntitySchema<Recognition>({
  name: 'Recognition',
  tableName: 'recognitions',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    giverId: column.reference('giver_id'),
    caseId: column.nullable(column.reference('case_id')),
    value: column.text(),
    words: column.text(),
    givenAt: column.instant('given_at'),
    withdrawnAt: column.nullable(column.instant('withdrawn_at')),
  } satisfies Record<keyof Recognition, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'recognitions_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
    { name: 'recognitions_giver_fkey', target: 'Person', columnNames: ['giverId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'recognitions_person', columns: ['personId', 'givenAt', 'id'] }],
  checks: [{ name: 'recognitions_self_check', expression: `person_id <> giver_id` }],
});
