import type { EntityManager } from 'typeorm';
import { insertRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, nestedPages, type Batch } from '@courtesy/subgraph';
import type { DaySums } from './accuracy.ts';
import { forecastIntervalTable, forecastTable } from './forecast.table.ts';
import type { Forecast, ForecastInterval } from './kept-forecast.ts';

const latestFirst: KeysetOrder<Forecast> = { by: ['madeAt', 'id'], direction: 'DESC' };

/** How much is expected names nobody: all staff who see the place may see it, as they may see how many people it needs. */
const visibleForecasts = (manager: EntityManager) => manager.createQueryBuilder(forecastTable, 'f').where('TRUE');

/** Loads forecasts by id. */
export const forecastsById = byId(({ db }) => visibleForecasts(db.manager));

/** The forecasts of each site and its teams, the latest first. */
export const forecastsOfSites = nestedPages<Forecast>({
  rows: ({ db }) => visibleForecasts(db.manager),
  of: 'siteId',
  order: latestFirst,
});

/** One forecast; null when there is none. */
export const findForecast = (manager: EntityManager, id: string): Promise<Forecast | null> =>
  manager.createQueryBuilder(forecastTable, 'f').where({ id }).getOne();

/** The half hours of a forecast, in order. */
export const intervalsOfForecast = (manager: EntityManager, forecastId: string): Promise<ForecastInterval[]> =>
  manager
    .createQueryBuilder(forecastIntervalTable, 'i')
    .where('i.forecastId = :forecastId', { forecastId })
    .orderBy('i.startsAt')
    .getMany();

/** The half hours of each forecast, in order. */
export const intervalsOfForecasts: Batch<readonly ForecastInterval[]> = async ({ db }, forecastIds) => {
  const found = await db.manager
    .createQueryBuilder(forecastIntervalTable, 'i')
    .where('i.forecastId = ANY (:forecastIds)', { forecastIds })
    .orderBy('i.forecastId')
    .addOrderBy('i.startsAt')
    .getMany();
  const byForecast = Map.groupBy(found, ({ forecastId }) => forecastId);
  return forecastIds.map((id) => byForecast.get(id) ?? []);
};

/** Keeps a forecast with its half hours. */
export async function addForecast(
  manager: EntityManager,
  forecast: Forecast,
  intervals: readonly ForecastInterval[],
): Promise<void> {
  await insertRows(manager, forecastTable, [forecast]);
  await insertRows(manager, forecastIntervalTable, intervals);
}

/** What each forecast expected day by day, beside what came: what is counted now, as it was corrected last. One statement, whatever is asked of it. */
export const daySumsOfForecasts: Batch<readonly DaySums[]> = async ({ db, now }, forecastIds) => {
  const rows = await db.manager.query<(DaySums & { readonly forecastId: string })[]>(
    `SELECT f.id AS "forecastId", i.day::text AS day, f.holidays ? i.day::text AS "isHoliday",
       i.day < ($2::timestamptz AT TIME ZONE s.time_zone)::date AS "hasPassed",
       sum(i.expected) AS expected, sum(i.bar) AS bar, sum(c.came)::integer AS came,
       sum(abs(i.expected - c.came)) AS off, sum(abs(i.bar - c.came)) AS "barOff",
       (count(*) FILTER (WHERE i.expected > 0))::integer AS awake,
       (count(*) FILTER (WHERE i.expected > 0 AND c.came BETWEEN i.low AND i.high))::integer AS held
     FROM forecasts AS f
     JOIN sites AS s ON s.id = f.site_id
     JOIN forecast_intervals AS i ON i.forecast_id = f.id
     CROSS JOIN LATERAL (
       SELECT coalesce(sum(a.volume), 0) AS came FROM arrivals AS a
       WHERE a.site_id = f.site_id AND a.starts_at = i.starts_at AND (f.team_id IS NULL OR a.team_id = f.team_id)
         AND (f.channel IS NULL OR a.channel = f.channel) AND (f.service IS NULL OR a.service = f.service)) AS c
     WHERE f.id = ANY ($1) GROUP BY f.id, i.day, s.time_zone ORDER BY f.id, i.day`,
    [forecastIds, now()],
  );
  const byForecast = Map.groupBy(rows, ({ forecastId }) => forecastId);
  return forecastIds.map((id) => byForecast.get(id) ?? []);
};
