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
