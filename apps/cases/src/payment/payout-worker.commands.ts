import { assessHeads } from '../award/assessing.commands.ts';
import { caseTable } from '../case/case.table.ts';
import { decideRefund } from '../refund/deciding.commands.ts';
import type { Plans } from '../saga/worker.commands.ts';
import { sagaWorker } from '../saga/worker.commands.ts';
import { payoutPlans } from './plans.commands.ts';
import { payoutTable } from './payout.table.ts';

/** The worker that takes payouts through their sagas. */
export const payoutWorker = sagaWorker(payoutPlans({ REFUND: decideRefund, AWARD: assessHeads }) as unknown as Plans, [
  caseTable,
  payoutTable,
]);
