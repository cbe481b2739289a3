import type { Reaction } from '@courtesy/persistence';
import { countAnew } from '../health/health.store.ts';

/** Keeps what customers said of the answers they got: the score alone. */
export const metricReaction: Reaction = {
  feed: 'metrics',
  types: ['courtesy.feedback.given.v1'],
  apply: async ({ manager }, events) => {
    const given = events.flatMap((event) =>
      event.type === 'courtesy.feedback.given.v1'
        ? [
            {
              ...{ id: event.subject, customer_id: event.data.customerId },
              ...{ score: event.data.score, given_at: event.data.givenAt },
            },
          ]
        : [],
    );
    await manager.query(
      `INSERT INTO feedback_copy SELECT * FROM json_populate_recordset(NULL::feedback_copy, $1::json) ON CONFLICT (id) DO NOTHING`,
      [JSON.stringify(given)],
    );
    const customers = [...new Set(given.map((each) => each.customer_id))];
    await countAnew(manager, customers, new Date(Math.max(...events.map(({ time }) => Date.parse(time)))));
  },
};
