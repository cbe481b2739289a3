import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Mentorship } from './mentorship.ts';

/** Where it is kept who guides whom. */
export const mentorshipTable = new EntitySchema<Mentorship>({
  name: 'Mentorship',
  tableName: 'mentorships',
  columns: {
    id: column.id(),
    mentorId: column.reference('mentor_id'),
    menteeId: column.reference('mentee_id'),
    focus: column.text(),
    beganAt: column.instant('began_at'),
    endedAt: column.nullable(column.instant('ended_at')),
    version: column.version(),
  } satisfies Record<keyof Mentorship, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'mentorships_mentor_fkey', target: 'Person', columnNames: ['mentorId'], referencedColumnNames: ['id'] },
    { name: 'mentorships_mentee_fkey', target: 'Person', columnNames: ['menteeId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'mentorships_pair', columns: ['mentorId', 'menteeId'], unique: true, where: `(ended_at IS NULL)` },
    { name: 'mentorships_mentee', columns: ['menteeId', 'beganAt', 'id'] },
  ],
  checks: [{ name: 'mentorships_self_check', expression: `mentor_id <> mentee_id` }],
});
