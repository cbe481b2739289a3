import { insertRows, reactionPart } from '@courtesy/persistence';
import { customerCohortTable, decisionFactsTable } from './fairness.table.ts';

/** Keeps whether anything is done otherwise for customers, and of which tier they are. */
export const ofCohorts = reactionPart(
  ['courtesy.customer.adjustments-changed.v1', 'courtesy.customer.tier-changed.v1'],
  async ({ manager }, events) => {
    for (const { type, data } of events) {
      const { customerId: id } = data;
      if (type === 'courtesy.customer.tier-changed.v1') {
        const cohort = { id, isVulnerable: false, tier: data.tier };
        await insertRows(manager, customerCohortTable, [cohort], '(id) DO UPDATE SET tier = excluded.tier');
      } else {
        const cohort = { id, isVulnerable: data.adjustments.length > 0, tier: null };
        const update = '(id) DO UPDATE SET is_vulnerable = excluded.is_vulnerable';
        await insertRows(manager, customerCohortTable, [cohort], update);
      }
    }
  },
);

/** Keeps on what facts decisions were made, as a digest. */
export const ofDecisionFacts = reactionPart(['courtesy.decision.made.v1'], async ({ manager }, events) => {
  const rows = events.map(({ subject: id, data: { decisionTableId, factsHash } }) => ({
    ...{ id, decisionTableId, factsHash },
  }));
  await insertRows(manager, decisionFactsTable, rows, '(id) DO NOTHING');
});
