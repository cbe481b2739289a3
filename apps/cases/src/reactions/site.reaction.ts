import type { Reaction } from '@courtesy/persistence';

/** Keeps which region each site lies in, so that a regional's view of cases can be decided in SQL. */
export const siteReaction: Reaction = {
  feed: 'workforce',
  types: ['courtesy.site.opened.v1'],
  apply: async (tx, events) => {
    const sites = events.flatMap((event) =>
      event.type === 'courtesy.site.opened.v1' ? [{ id: event.subject, region_id: event.data.regionId }] : [],
    );
    await tx.manager.query(
      `INSERT INTO site_copy (id, region_id) SELECT id, region_id FROM json_populate_recordset(NULL::site_copy, $1::json)
       ON CONFLICT (id) DO UPDATE SET region_id = excluded.region_id`,
      [JSON.stringify(sites)],
    );
  },
};
