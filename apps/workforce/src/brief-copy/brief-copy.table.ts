import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { BriefCopy, BriefReading } from './brief-copy.ts';

/** Where copies of versions of bulletins and briefs are kept. */
export const briefCopyTable = new EntitySchema<BriefCopy>({
  name: 'BriefCopy',
  tableName: 'brief_copies',
  columns: {
    id: column.id(),
    briefId: column.reference('brief_id'),
    number: column.integer(),
    title: column.text(),
    liveFrom: column.instant('live_from'),
    liveUntil: column.nullable(column.instant('live_until')),
    roles: column.json(),
    siteIds: column.json('site_ids'),
    mustRead: column.boolean('must_read'),
    withdrawnAt: column.nullable(column.instant('withdrawn_at')),
  } satisfies Record<keyof BriefCopy, EntitySchemaColumnOptions>,
  uniques: [{ name: 'brief_copies_number_key', columns: ['briefId', 'number'] }],
});

/** Where it is kept who read which of them. */
export const briefReadingTable = new EntitySchema<BriefReading>({
  name: 'BriefReading',
  tableName: 'brief_readings',
  columns: {
    id: column.id(),
    briefVersionId: column.reference('brief_version_id'),
    personId: column.reference('person_id'),
    readAt: column.instant('read_at'),
  } satisfies Record<keyof BriefReading, EntitySchemaColumnOptions>,
  indices: [{ name: 'brief_readings_person', columns: ['personId', 'briefVersionId'] }],
});
