import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { CpdEntry } from './cpd.ts';

/** Where it is kept what people do to get better at their work. Rows are only ever added; of them only that they count no longer changes. */
export const cpdEntryTable = new EntitySchema<CpdEntry>({
  name: 'CpdEntry',
  tableName: 'cpd_entries',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    doneOn: column.day('done_on'),
    minutes: column.integer(),
    topic: column.text(),
    learnt: column.nullable(column.text()),
    skillId: column.nullable(column.reference('skill_id')),
    recordedAt: column.instant('recorded_at'),
    withdrawnAt: column.nullable(column.instant('withdrawn_at')),
  } satisfies Record<keyof CpdEntry, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'cpd_entries_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
    { name: 'cpd_entries_skill_fkey', target: 'Skill', columnNames: ['skillId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'cpd_entries_person', columns: ['personId', 'doneOn', 'id'] }],
  checks: [{ name: 'cpd_entries_minutes_check', expression: `minutes > 0` }],
});
