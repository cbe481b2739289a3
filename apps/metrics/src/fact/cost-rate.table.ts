import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';

/** What an hour of work costs at a site on average from a day on. The site, the day and the currency are its id. */
export interface CostRate {
  readonly id: string;
  readonly siteId: string;
  readonly from: string;
  readonly currency: string;
  /** Null when it is not told from that day on, since it would tell of too few people. */
  readonly hourMinor: bigint | null;
}

/** Where it is kept what an hour costs. */
export const costRateTable = new EntitySchema<CostRate>({
  name: 'CostRate',
  tableName: 'cost_rate',
  columns: {
    id: column.id(),
    siteId: column.reference('site_id'),
    from: column.day('from_day'),
    currency: column.currency(),
    hourMinor: column.nullable(column.minorUnits('hour_minor')),
  } satisfies Record<keyof CostRate, EntitySchemaColumnOptions>,
  indices: [{ name: 'cost_rate_site', columns: ['siteId', 'currency', 'from'] }],
});
