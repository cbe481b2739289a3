import type { Reaction } from '@courtesy/persistence';

/** Keeps which region each site lies in, so that a regional's view of cases can be decided in SQL. */
export const siteReaction: Reaction = {
  feed: 'workforce',
  types: ['courtesy.site.opened.v1', 'courtesy.site.changed.v1'],
  apply: async (tx, events) => {
    // One statement may touch a row once, so the last word on each site is all that is written.
    const regions = new Map<string, string>();
    for (const event of events) {
      if (event.type === 'courtesy.site.opened.v1' || event.type === 'courtesy.site.changed.v1') {
        regions.set(event.subject, event.data.regionId);
      }
    }
    const sites = [...regions].map(([id, region_id]) => ({ id, region_id }));
    await tx.manager.query(
      `INSERT INTO site_copy (id, region_id) SELECT id, region_id FROM json_populate_recordset(NULL::site_copy, $1::json)
       ON CONFLICT (id) DO UPDATE SET region_id = excluded.region_id`,
      [JSON.stringify(sites)],
    );
  },
};
