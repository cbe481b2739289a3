import type { EntityManager } from 'typeorm';
import type { KnownEvent } from '@courtesy/events';
import { insertRows } from '@courtesy/persistence';
import { costRateTable } from './cost-rate.table.ts';

/** Keeps what an hour costs at a site: what is stated from a day on takes the place of all that was stated for that day or later. */
export async function saveCostRates(
  manager: EntityManager,
  { siteId, from, rates }: KnownEvent<'courtesy.site-cost.stated.v1'>['data'],
): Promise<void> {
  await manager.query('DELETE FROM cost_rate WHERE site_id = $1 AND from_day >= $2::date', [siteId, from]);
  const rows = rates.map(({ hourMinor, ...rate }) => ({
    ...{ ...rate, siteId, id: `${siteId}/${rate.from}/${rate.currency}` },
    hourMinor: hourMinor === null ? null : BigInt(hourMinor),
  }));
  await insertRows(
    manager,
    costRateTable,
    rows.map((row) => ({ ...row })),
  );
}

/** What an hour of work costs at a site on a day, in minor units; null where nothing is stated, or it would tell of too few people. */
export async function hourAtSite(
  manager: EntityManager,
  { siteId, currency, day }: { readonly siteId: string; readonly currency: string; readonly day: string },
): Promise<bigint | null> {
  const [row] = await manager.query<{ hour_minor: string | null }[]>(
    `SELECT hour_minor::text FROM cost_rate WHERE site_id = $1 AND currency = $2 AND from_day <= $3::date ORDER BY from_day DESC LIMIT 1`,
    [siteId, currency, day],
  );
  return row?.hour_minor == null ? null : BigInt(row.hour_minor);
}
