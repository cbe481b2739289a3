import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Audience, Authority, Reader, Reading } from './reading.ts';

/** Where it is kept what people are to take note of. */
export const readingTable = new EntitySchema<Reading>({
  name: 'DayReading',
  tableName: 'day_reading',
  columns: {
    id: column.id(),
    kind: column.text(),
    subjectId: column.reference('subject_id'),
    audienceId: column.reference('audience_id'),
    number: column.integer(),
    title: column.text(),
    hasQuiz: column.boolean('has_quiz'),
    liveFrom: column.instant('live_from'),
    liveUntil: column.nullable(column.instant('live_until')),
  } satisfies Record<keyof Reading, EntitySchemaColumnOptions>,
  indices: [{ name: 'day_reading_subject', columns: ['subjectId', 'number'] }],
});

/** Where it is kept for whom it is. */
export const audienceTable = new EntitySchema<Audience>({
  name: 'DayAudience',
  tableName: 'day_audience',
  columns: {
    id: column.id(),
    roles: column.json(),
    siteIds: column.json('site_ids'),
  } satisfies Record<keyof Audience, EntitySchemaColumnOptions>,
});

/** Where it is kept who has taken note of what. */
export const readerTable = new EntitySchema<Reader>({
  name: 'DayReader',
  tableName: 'day_reader',
  columns: {
    id: column.id(),
    versionId: column.reference('version_id'),
    personId: column.reference('person_id'),
  } satisfies Record<keyof Reader, EntitySchemaColumnOptions>,
});

/** Where it is kept who may decide on how much money. */
export const authorityTable = new EntitySchema<Authority>({
  name: 'DayAuthority',
  tableName: 'day_authority',
  columns: {
    id: column.id(),
    decisionType: column.text('decision_type'),
    role: column.nullable(column.text()),
    personId: column.nullable(column.reference('person_id')),
    siteId: column.nullable(column.reference('site_id')),
    currency: column.currency(),
    perCaseMinor: column.minorUnits('per_case_minor'),
    effectiveFrom: column.instant('effective_from'),
    effectiveUntil: column.nullable(column.instant('effective_until')),
    isSuspended: column.boolean('is_suspended'),
  } satisfies Record<keyof Authority, EntitySchemaColumnOptions>,
});
