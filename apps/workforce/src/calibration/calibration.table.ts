import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Calibration, KeptCalibrationRating } from './calibration.ts';

/** Where calibrations are kept. */
export const calibrationTable = new EntitySchema<Calibration>({
  name: 'Calibration',
  tableName: 'calibrations',
  columns: {
    id: column.id(),
    name: column.text(),
    scorecardVersionId: column.reference('scorecard_version_id'),
    interactionIds: column.json('interaction_ids'),
    raterIds: column.json('rater_ids'),
    status: column.text(),
    openedById: column.nullable(column.reference('opened_by_id')),
    openedAt: column.instant('opened_at'),
    closedAt: column.nullable(column.instant('closed_at')),
    version: column.version(),
  } satisfies Record<keyof Calibration, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'calibrations_version_fkey',
      target: 'ScorecardVersion',
      columnNames: ['scorecardVersionId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'calibrations_opened', columns: ['openedAt', 'id'] }],
  checks: [{ name: 'calibrations_status_check', expression: `status IN ('OPEN', 'CLOSED')` }],
});

/** Where their ratings are kept; rows are only ever added. */
export const calibrationRatingTable = new EntitySchema<KeptCalibrationRating>({
  name: 'CalibrationRating',
  tableName: 'calibration_ratings',
  columns: {
    id: column.id(),
    calibrationId: column.reference('calibration_id'),
    interactionId: column.reference('interaction_id'),
    raterId: column.reference('rater_id'),
    ratings: column.json(),
    comment: column.text(),
    givenAt: column.instant('given_at'),
  } satisfies Record<keyof KeptCalibrationRating, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'calibration_ratings_calibration_fkey',
      target: 'Calibration',
      columnNames: ['calibrationId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'calibration_ratings_once', columns: ['calibrationId', 'interactionId', 'raterId'] }],
});
