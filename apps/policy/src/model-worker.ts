import { parentPort } from 'node:worker_threads';
import type { Problem } from '@courtesy/kernel';
import { modelOf, problemsOfModel, type CompileBudget } from './decision-table/model-reading.ts';
import { analysesOf, type RuleTableAnalysis } from './decision-table/table-findings.ts';
import type { DecisionModel } from './dmn/model.ts';
import { writeDmn } from './dmn/write-dmn.ts';

/** What the thread is asked. */
export type ModelTask =
  | { readonly kind: 'analyse'; readonly model: DecisionModel; readonly decision: string }
  | { readonly kind: 'check'; readonly model: DecisionModel; readonly path: string }
  | { readonly kind: 'read'; readonly dmn: string; readonly path: string }
  | { readonly kind: 'write'; readonly model: DecisionModel };

/** What it answers. */
export type ModelAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'analyses'; readonly analyses: readonly RuleTableAnalysis[] }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  | { readonly kind: 'model'; readonly model: DecisionModel }
  | { readonly kind: 'dmn'; readonly dmn: string };

function worked(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Twice and more of what the largest models take whose cells are as people write them. */
const BUDGET: CompileBudget = { worked, limitMs: 1_000 };

async function answerTo(task: ModelTask): Promise<ModelAnswer> {
  switch (task.kind) {
    case 'analyse':
      return { kind: 'analyses', analyses: analysesOf(task.model, task.decision) };
    case 'check':
      return { kind: 'problems', problems: await problemsOfModel(task.model, task.path, BUDGET) };
    case 'read': {
      const read = await modelOf(task.dmn, task.path, BUDGET);
      return 'decisions' in read ? { kind: 'model', model: read } : { kind: 'problems', problems: read };
    }
    case 'write':
      return { kind: 'dmn', dmn: await writeDmn(task.model) };
  }
}

parentPort?.on('message', async (task: ModelTask) => parentPort?.postMessage(await answerTo(task)));
parentPort?.postMessage({ kind: 'ready' } satisfies ModelAnswer);
