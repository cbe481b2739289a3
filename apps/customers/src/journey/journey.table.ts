import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Journey, JourneyVersion, Touchpoint, TouchpointVisit } from './journey.ts';

const published = {
  id: column.id(),
  name: column.text(),
  number: column.integer(),
  stages: column.json(),
  publishedBy: column.text('published_by'),
  publishedAt: column.instant('published_at'),
} satisfies Record<keyof Journey, EntitySchemaColumnOptions>;

/** Where journeys are kept, as they are now. */
export const journeyTable = new EntitySchema<Journey>({
  name: 'Journey',
  tableName: 'journeys',
  columns: published,
  indices: [{ name: 'journeys_name', columns: ['name', 'id'] }],
});

/** Where every version of a journey is kept; the app role may add and read, nothing else. */
export const journeyVersionTable = new EntitySchema<JourneyVersion>({
  name: 'JourneyVersion',
  tableName: 'journey_versions',
  columns: { ...published, journeyId: column.reference('journey_id') },
  foreignKeys: [
    {
      ...{ name: 'journey_versions_journey_fkey', target: 'Journey' },
      ...{ columnNames: ['journeyId'], referencedColumnNames: ['id'] },
    },
  ],
  uniques: [{ name: 'journey_versions_number_key', columns: ['journeyId', 'number'] }],
});

/** Where touchpoints are kept, those that are in no journey any more too. */
export const touchpointTable = new EntitySchema<Touchpoint>({
  name: 'Touchpoint',
  tableName: 'touchpoints',
  columns: {
    id: column.id(),
    journeyId: column.reference('journey_id'),
    name: column.text(),
    channel: column.text(),
    teamId: column.nullable(column.reference('team_id')),
  } satisfies Record<keyof Touchpoint, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      ...{ name: 'touchpoints_journey_fkey', target: 'Journey' },
      ...{ columnNames: ['journeyId'], referencedColumnNames: ['id'] },
    },
  ],
  indices: [{ name: 'touchpoints_journey', columns: ['journeyId'] }],
  checks: [
    {
      name: 'touchpoints_channel_check',
      expression: `channel IN ('PHONE', 'EMAIL', 'LETTER', 'FACE_TO_FACE', 'CHAT', 'SMS', 'SOCIAL', 'WEB', 'OTHER')`,
    },
  ],
});

/** Where it is kept which case and which feedback was about which touchpoint. */
export const touchpointVisitTable = new EntitySchema<TouchpointVisit>({
  name: 'TouchpointVisit',
  tableName: 'touchpoint_visits',
  columns: {
    id: column.id(),
    touchpointId: column.reference('touchpoint_id'),
    caseId: column.nullable(column.reference('case_id')),
    feedbackId: column.nullable(column.reference('feedback_id')),
    taggedBy: column.text('tagged_by'),
    taggedAt: column.instant('tagged_at'),
  } satisfies Record<keyof TouchpointVisit, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      ...{ name: 'touchpoint_visits_touchpoint_fkey', target: 'Touchpoint' },
      ...{ columnNames: ['touchpointId'], referencedColumnNames: ['id'] },
    },
  ],
  uniques: [
    { name: 'touchpoint_visits_case_key', columns: ['touchpointId', 'caseId'] },
    { name: 'touchpoint_visits_feedback_key', columns: ['touchpointId', 'feedbackId'] },
  ],
  indices: [{ name: 'touchpoint_visits_case', columns: ['caseId', 'taggedAt'] }],
  checks: [{ name: 'touchpoint_visits_subject_check', expression: '(case_id IS NULL) <> (feedback_id IS NULL)' }],
});
