import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Forecast, ForecastInterval } from './kept-forecast.ts';

/** Where forecasts are kept; rows are only ever added. */
export const forecastTable = new EntitySchema<Forecast>({
  name: 'Forecast',
  tableName: 'forecasts',
  columns: {
    id: column.id(),
    siteId: column.reference('site_id'),
    teamId: column.nullable(column.reference('team_id')),
    channel: column.nullable(column.text()),
    service: column.nullable(column.text()),
    fromDay: column.day('from_day'),
    untilDay: column.day('until_day'),
    knownFrom: column.day('known_from'),
    knownUntil: column.day('known_until'),
    country: column.nullable(column.text()),
    region: column.nullable(column.text()),
    holidays: column.json(),
    adjustments: column.json(),
    method: column.text(),
    tried: column.json(),
    inputsDigest: column.text('inputs_digest'),
    madeAt: column.instant('made_at'),
    madeById: column.nullable(column.reference('made_by_id')),
  } satisfies Record<keyof Forecast, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'forecasts_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
    {
      name: 'forecasts_team_fkey',
      target: 'Team',
      columnNames: ['teamId', 'siteId'],
      referencedColumnNames: ['id', 'siteId'],
    },
  ],
  indices: [{ name: 'forecasts_site', columns: ['siteId', 'madeAt', 'id'] }],
  checks: [
    {
      name: 'forecasts_days_check',
      expression: `from_day < until_day AND known_from < known_until AND known_until <= from_day`,
    },
  ],
});

/** Where their half hours are kept. */
export const forecastIntervalTable = new EntitySchema<ForecastInterval>({
  name: 'ForecastInterval',
  tableName: 'forecast_intervals',
  columns: {
    id: column.id(),
    forecastId: column.reference('forecast_id'),
    day: column.day(),
    startsAt: column.instant('starts_at'),
    expected: { type: 'double precision' },
    low: { type: 'double precision' },
    high: { type: 'double precision' },
    bar: { type: 'double precision', nullable: true },
    handleMs: column.nullable(column.count('handle_ms')),
  } satisfies Record<keyof ForecastInterval, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'forecast_intervals_forecast_fkey',
      target: 'Forecast',
      columnNames: ['forecastId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'forecast_intervals_forecast', columns: ['forecastId', 'startsAt'] }],
  checks: [{ name: 'forecast_intervals_order_check', expression: `low >= 0 AND low <= expected AND expected <= high` }],
});
