import type { ResourceHost } from '@courtesy/subgraph';
import { assessHeads } from '../award/assessing.commands.ts';
import { decideRefund } from '../refund/deciding.commands.ts';
import type { SagaPlan } from '../saga/driving.commands.ts';
import type { Plans } from '../saga/worker.commands.ts';
import { sagaWorker } from '../saga/worker.commands.ts';
import { reopenGoods } from '../return-case/reopening.commands.ts';
import { payoutPlans } from './plans.commands.ts';
import type { Payout } from './payout.ts';

/** A plan after which goods of a return are open again when the refund for them came to nothing. */
const givingGoodsBack =
  (host: ResourceHost) =>
  (plan: SagaPlan<Payout>): SagaPlan<Payout> => ({
    ...plan,
    ended: async (tx, payout, ending) => {
      await plan.ended(tx, payout, ending);
      if (ending !== null && payout.kind === 'REFUND') await reopenGoods(host, tx, payout.id);
    },
  });

/** The worker that takes payouts through their sagas. */
export const payoutWorker = sagaWorker(((host: ResourceHost) =>
  payoutPlans({ REFUND: decideRefund, AWARD: assessHeads })(host).map(givingGoodsBack(host))) as unknown as Plans);
