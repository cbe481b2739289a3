import { assessHeads } from '../award/assessing.commands.ts';
import { decideRefund } from '../refund/deciding.commands.ts';
import type { Plans } from '../saga/worker.commands.ts';
import { sagaWorker } from '../saga/worker.commands.ts';
import { payoutPlans } from './plans.commands.ts';

/** The worker that takes payouts through their sagas. */
export const payoutWorker = sagaWorker(payoutPlans({ REFUND: decideRefund, AWARD: assessHeads }) as unknown as Plans);
