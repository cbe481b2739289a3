import type { EntityManager } from 'typeorm';
import { BadInput, insertRows } from '@courtesy/persistence';
import type { Batch } from '@courtesy/subgraph';
import type { ArrivalGrain } from '@courtesy/graph-types/workforce';
import { findSites } from '../site/site.store.ts';
import {
  arrivalsIn,
  intervalsOf,
  problemsOfDays,
  type ArrivalChoice,
  type ArrivalInterval,
  type ArrivedContact,
  type HalfHour,
  type LocalDays,
} from './arrival.ts';
import { arrivedContactTable } from './arrival.table.ts';

/** Keeps what came; what is known of it already stays. */
export async function keepArrived(manager: EntityManager, arrived: readonly ArrivedContact[]): Promise<void> {
  await insertRows(manager, arrivedContactTable, arrived, '(id) DO NOTHING');
}

/** What is known of one contact or case; null when nothing is. */
export const findArrived = (manager: EntityManager, id: string): Promise<ArrivedContact | null> =>
  manager.createQueryBuilder(arrivedContactTable, 'a').where({ id }).getOne();

/** Takes contacts or cases out of the figures for good. */
export async function supersedeArrived(manager: EntityManager, ids: readonly string[]): Promise<void> {
  await manager.query(`UPDATE arrived_contacts SET is_superseded = true WHERE id = ANY ($1) AND NOT is_superseded`, [
    ids,
  ]);
}

/** Where a case was given to. */
export interface CasePlace {
  readonly caseId: string;
  readonly siteId: string | null;
  readonly teamId: string | null;
}

/** Says of cases that lie nowhere yet where they came to: where they were first given to. */
export async function placeCases(manager: EntityManager, places: readonly CasePlace[]): Promise<void> {
  await manager.query(
    `UPDATE arrived_contacts AS a SET site_id = p."siteId", team_id = p."teamId"
     FROM json_to_recordset($1::json) AS p ("caseId" text, "siteId" text, "teamId" text)
     WHERE a.id = p."caseId" AND a.site_id IS NULL`,
    [JSON.stringify(places)],
  );
}

/**
 * Says of contacts that lie nowhere yet where they came to: to the site of their team, else to where their case came to. Of all contacts about
 * `caseIds`, and of `ids`. Returns the ids of those that lie somewhere now.
 */
export async function placeContacts(
  manager: EntityManager,
  { ids, caseIds }: { readonly ids: readonly string[]; readonly caseIds: readonly string[] },
): Promise<string[]> {
  await manager.query(
    `UPDATE arrived_contacts AS a SET site_id = t.site_id FROM teams AS t
     WHERE a.id = ANY ($1) AND a.site_id IS NULL AND t.id = a.team_id`,
    [[...ids, ...caseIds]],
  );
  const [placed] = await manager.query<[{ id: string }[], number]>(
    `UPDATE arrived_contacts AS a SET site_id = k.site_id, team_id = k.team_id FROM arrived_contacts AS k
     WHERE (a.id = ANY ($1) OR a.case_id = ANY ($2)) AND a.site_id IS NULL AND k.id = a.case_id AND k.site_id IS NOT NULL
     RETURNING a.id`,
    [ids, caseIds],
  );
  return placed.map(({ id }) => id);
}

/** The half hour of a zone's clock that an instant lies in. The clock's shift is kept, so that an hour that happens twice is two. */
const halfHourOf = (at: string, zone: string) =>
  `${at} - ((${at} AT TIME ZONE ${zone}) - date_bin('30 minutes', ${at} AT TIME ZONE ${zone}, timestamp '2000-01-01'))`;

/**
 * Brings the figures in line with what is known of these contacts and cases: each of them is in them once when it is to count, and not at all
 * when not. Called again it changes nothing. Only the reader of the feed calls it, of which there is one.
 */
export async function recount(manager: EntityManager, ids: readonly string[]): Promise<void> {
  await manager.query(
    `WITH moved AS (
       UPDATE arrived_contacts AS a
       SET is_counted = NOT a.is_counted, starts_at = coalesce(a.starts_at, ${halfHourOf('a.occurred_at', 's.time_zone')})
       FROM sites AS s
       WHERE a.id = ANY ($1) AND s.id = a.site_id AND a.is_counted <> (
         NOT a.is_superseded AND NOT EXISTS (SELECT FROM arrived_contacts AS c WHERE c.case_id = a.id AND NOT c.is_superseded))
       RETURNING a.site_id, a.team_id, a.channel, a.service, a.starts_at, a.is_handled, a.handle_ms,
         CASE WHEN a.is_counted THEN 1 ELSE -1 END AS step)
     INSERT INTO arrivals AS known (site_id, team_id, channel, service, starts_at, volume, handled, measured, handle_ms)
     SELECT site_id, team_id, channel, service, starts_at, sum(step), sum(step * is_handled::integer),
       sum(step * (handle_ms IS NOT NULL)::integer), sum(step * coalesce(handle_ms, 0))
     FROM moved GROUP BY site_id, team_id, channel, service, starts_at
     ON CONFLICT ON CONSTRAINT arrivals_key DO UPDATE SET
       (volume, handled, measured, handle_ms) = (known.volume + EXCLUDED.volume, known.handled + EXCLUDED.handled,
         known.measured + EXCLUDED.measured, known.handle_ms + EXCLUDED.handle_ms)`,
    [ids],
  );
}

/** The SQL that says whether a row of `arrivals` is among those chosen by the parameters $n (team), $n+1 (channel) and $n+2 (service). */
export const isChosen = (row: string, n: number): string =>
  `($${n}::text IS NULL OR ${row}.team_id = $${n}) AND ($${n + 1}::text IS NULL OR ${row}.channel = $${n + 1})
   AND ($${n + 2}::text IS NULL OR ${row}.service = $${n + 2})`;

/** The half hours of sites within a time, in order, those in which nothing came left out. */
export async function halfHoursOf(
  manager: EntityManager,
  siteIds: readonly string[],
  { from, until, ...choice }: ArrivalChoice & { readonly from: Date; readonly until: Date },
): Promise<Map<string, HalfHour[]>> {
  const rows = await manager.query<(HalfHour & { readonly siteId: string })[]>(
    `SELECT a.site_id AS "siteId", a.starts_at AS "startsAt", sum(a.volume)::integer AS volume, sum(a.handled)::integer AS handled,
       sum(a.measured)::integer AS measured, sum(a.handle_ms)::double precision AS "handleMs"
     FROM arrivals AS a
     WHERE a.site_id = ANY ($1) AND a.starts_at >= $2 AND a.starts_at < $3 AND ${isChosen('a', 4)}
     GROUP BY a.site_id, a.starts_at HAVING sum(a.volume) > 0 ORDER BY a.site_id, a.starts_at`,
    [siteIds, from, until, choice.teamId, choice.channel, choice.service],
  );
  return Map.groupBy(rows, ({ siteId }) => siteId);
}

/**
 * What came to each site in days of its own clock. How much comes names nobody: whoever sees the site may see it.
 * @throws BadInput for no days, or too many intervals.
 */
export const arrivalsOfSites: Batch<
  readonly ArrivalInterval[],
  ArrivalChoice & LocalDays & { readonly grain: ArrivalGrain }
> = async ({ db }, siteIds, { fromDay, untilDay, grain, ...choice }) => {
  const days = { fromDay, untilDay };
  const [wrong] = problemsOfDays(days, grain);
  if (wrong) throw new BadInput(`"${wrong.path}" ${wrong.message}`);
  const sites = await findSites(db.manager, siteIds);
  const intervals = new Map([...sites].map(([id, { timeZone }]) => [id, intervalsOf(days, timeZone, grain)]));
  const all = [...intervals.values()];
  const from = new Date(Math.min(...all.map((each) => each[0]?.startsAt ?? Infinity)));
  const until = new Date(Math.max(...all.map((each) => each.at(-1)?.endsAt ?? -Infinity)));
  const found = all.length === 0 ? new Map() : await halfHoursOf(db.manager, siteIds, { ...choice, from, until });
  return siteIds.map((id) => arrivalsIn(intervals.get(id) ?? [], found.get(id) ?? []));
};
