import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { CoachingSession } from './coaching.ts';

/** Where coaching is kept. */
export const coachingTable = new EntitySchema<CoachingSession>({
  name: 'CoachingSession',
  tableName: 'coaching_sessions',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    coachId: column.reference('coach_id'),
    gapId: column.nullable(column.reference('gap_id')),
    scorecardId: column.nullable(column.reference('scorecard_id')),
    criterionKey: column.nullable(column.text('criterion_key')),
    reviewIds: column.json('review_ids'),
    aim: column.text(),
    actions: column.json(),
    followUpOn: column.day('follow_up_on'),
    status: column.text(),
    outcome: column.nullable(column.text()),
    proposedAt: column.instant('proposed_at'),
    agreedAt: column.nullable(column.instant('agreed_at')),
    doneAt: column.nullable(column.instant('done_at')),
    followedUpAt: column.nullable(column.instant('followed_up_at')),
    version: column.version(),
  } satisfies Record<keyof CoachingSession, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'coaching_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
    { name: 'coaching_coach_fkey', target: 'Person', columnNames: ['coachId'], referencedColumnNames: ['id'] },
    { name: 'coaching_gap_fkey', target: 'SkillGap', columnNames: ['gapId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'coaching_person', columns: ['personId', 'proposedAt', 'id'] },
    { name: 'coaching_gap', columns: ['gapId'] },
  ],
  checks: [
    { name: 'coaching_status_check', expression: `status IN ('PROPOSED', 'AGREED', 'DONE', 'FOLLOWED_UP')` },
    { name: 'coaching_coach_check', expression: `coach_id <> person_id` },
  ],
});
