import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Criterion, Scorecard, ScorecardVersion } from './scorecard.ts';

/** Where scorecards are kept. */
export const scorecardTable = new EntitySchema<Scorecard>({
  name: 'Scorecard',
  tableName: 'scorecards',
  columns: {
    id: column.id(),
    name: column.text(),
    siteId: column.nullable(column.reference('site_id')),
    versionNumber: column.integer('version_number'),
    version: column.version(),
  } satisfies Record<keyof Scorecard, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'scorecards_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'scorecards_name', columns: ['name', 'id'] }],
});

/** Where versions of scorecards are kept; rows are only ever added. */
export const scorecardVersionTable = new EntitySchema<ScorecardVersion>({
  name: 'ScorecardVersion',
  tableName: 'scorecard_versions',
  columns: {
    id: column.id(),
    scorecardId: column.reference('scorecard_id'),
    number: column.integer(),
    madeAt: column.instant('made_at'),
  } satisfies Record<keyof ScorecardVersion, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'scorecard_versions_scorecard_fkey',
      target: 'Scorecard',
      columnNames: ['scorecardId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'scorecard_versions_number_key', columns: ['scorecardId', 'number'] }],
});

/** Where criteria are kept; rows are only ever added. */
export const criterionTable = new EntitySchema<Criterion>({
  name: 'Criterion',
  tableName: 'criteria',
  columns: {
    id: column.id(),
    versionId: column.reference('version_id'),
    position: column.integer(),
    categoryKey: column.text('category_key'),
    categoryName: column.text('category_name'),
    key: column.text(),
    name: column.text(),
    weight: column.integer(),
    scale: column.text(),
    isCritical: column.boolean('is_critical'),
    allowsNotApplicable: column.boolean('allows_not_applicable'),
    condition: column.nullable(column.json()),
    rootCauses: column.json('root_causes'),
    clauseId: column.nullable(column.reference('clause_id')),
    courseKey: column.nullable(column.text('course_key')),
    courseId: column.nullable(column.reference('course_id')),
  } satisfies Record<keyof Criterion, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'criteria_version_fkey',
      target: 'ScorecardVersion',
      columnNames: ['versionId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'criteria_key_key', columns: ['versionId', 'key'] }],
  checks: [
    { name: 'criteria_scale_check', expression: `scale IN ('BINARY', 'THREE_POINT', 'FOUR_POINT', 'FIVE_POINT')` },
    { name: 'criteria_weight_check', expression: `weight >= 1 AND weight <= 100` },
  ],
});
