import { reactionPart } from '@courtesy/persistence';
import { adjustmentEvents, adoptAdjustments } from '@courtesy/subgraph';

const lastOf = <T>(told: readonly (readonly [key: string, row: T])[]): T[] => [...new Map(told).values()];

/** Keeps which adjustments hold for whom. */
const ofAdjustments = reactionPart(adjustmentEvents, adoptAdjustments);

/** Keeps of which tier customers are. */
const ofTiers = reactionPart(['courtesy.customer.tier-changed.v1'], async ({ manager }, events) => {
  const rows = lastOf(
    events.map(({ data }) => [data.customerId, { customer_id: data.customerId, tier: data.tier }] as const),
  );
  await manager.query(
    `INSERT INTO survey_tier_copy SELECT * FROM json_populate_recordset(NULL::survey_tier_copy, $1::json)
     ON CONFLICT (customer_id) DO UPDATE SET tier = excluded.tier`,
    [JSON.stringify(rows)],
  );
});

/** Keeps whether customers consent to be asked for research, by channel. */
const ofConsents = reactionPart(['courtesy.consent.changed.v1'], async ({ manager }, events) => {
  const rows = lastOf(
    events
      .filter(({ data }) => data.purpose === 'RESEARCH')
      .flatMap(({ data: { countsFor, channel, change, from } }) =>
        countsFor.map((customer_id) => {
          const row = { customer_id, channel: channel ?? 'ALL', change, holds_from: from };
          return [`${customer_id} ${row.channel}`, row] as const;
        }),
      ),
  );
  if (rows.length === 0) return;
  await manager.query(
    `INSERT INTO survey_consent_copy SELECT * FROM json_populate_recordset(NULL::survey_consent_copy, $1::json)
     ON CONFLICT (customer_id, channel) DO UPDATE SET change = excluded.change, holds_from = excluded.holds_from`,
    [JSON.stringify(rows)],
  );
});

/** Keeps who was erased: nobody is there to be asked. */
const ofErased = reactionPart(['courtesy.customer.erased.v1'], async ({ manager }, events) => {
  await manager.query(
    `INSERT INTO survey_erased_copy SELECT DISTINCT unnest($1::text[]) ON CONFLICT (customer_id) DO NOTHING`,
    [events.flatMap(({ data }) => data.customerIds)],
  );
});

/** What is kept of customers to know whether they are to be asked. */
export const standingParts = [ofAdjustments, ofTiers, ofConsents, ofErased];
