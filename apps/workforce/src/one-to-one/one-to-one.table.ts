import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { OneToOne, OneToOneNote } from './one-to-one.ts';

/** Where it is kept who talked alone with whoever leads them. */
export const oneToOneTable = new EntitySchema<OneToOne>({
  name: 'OneToOne',
  tableName: 'one_to_ones',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    leadId: column.reference('lead_id'),
    metOn: column.day('met_on'),
    nextOn: column.nullable(column.day('next_on')),
  } satisfies Record<keyof OneToOne, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'one_to_ones_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
    { name: 'one_to_ones_lead_fkey', target: 'Person', columnNames: ['leadId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'one_to_ones_person', columns: ['personId', 'metOn', 'id'] }],
  checks: [{ name: 'one_to_ones_self_check', expression: `person_id <> lead_id` }],
});

/** Where their notes are kept; none is ever changed. */
export const oneToOneNoteTable = new EntitySchema<OneToOneNote>({
  name: 'OneToOneNote',
  tableName: 'one_to_one_notes',
  columns: {
    id: column.id(),
    oneToOneId: column.reference('one_to_one_id'),
    byId: column.reference('by_id'),
    text: column.text(),
    writtenAt: column.instant('written_at'),
  } satisfies Record<keyof OneToOneNote, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'one_to_one_notes_of_fkey',
      target: 'OneToOne',
      columnNames: ['oneToOneId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'one_to_one_notes_of', columns: ['oneToOneId', 'writtenAt', 'id'] }],
});
