import { parentPort } from 'node:worker_threads';
import { analysesOf, type RuleTableAnalysis } from './decision-table/table-findings.ts';
import type { DecisionModel } from './dmn/model.ts';

/** What the thread is told. */
export interface ToAnalyst {
  readonly model: DecisionModel;
  readonly decision: string;
}

/** What it answers: that it is ready, and then the analysis of each version. */
export type FromAnalyst = 'ready' | readonly RuleTableAnalysis[];

parentPort?.on('message', ({ model, decision }: ToAnalyst) => {
  parentPort?.postMessage(analysesOf(model, decision) satisfies FromAnalyst);
});
parentPort?.postMessage('ready' satisfies FromAnalyst);
