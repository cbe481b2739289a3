import { parentPort } from 'node:worker_threads';
import { findCounterfactuals } from './decision/counterfactuals.ts';
import { compileModel, type CompiledModel } from './dmn/compile.ts';
import { EvaluationExhausted } from '@courtesy/feel';
import type { FromWorker, ToWorker } from './bounded-decisions.ts';

/** Compiled models kept at once; a model that was dropped is sent again. */
const compiled = new Map<string, CompiledModel>();

/** Runs one model of every costly construct, so that the first decision is not the one that loads and compiles our code. */
function warmUp(): FromWorker {
  const text = '{ a: for i in 1..20 return i, b: a[item > 3], c: some x in b satisfies x > 5, d: matches("a", "a") }';
  const model = { name: '', namespace: '', types: [], inputs: [], knowledge: [] };
  const decision = { id: 'd', name: 'd', type: null, requires: [], logic: { kind: 'literal', text } } as const;
  const warm = compileModel({ ...model, decisions: [decision] });
  for (let round = 0; round < 20; round += 1) warm.conclude('d', {});
  return { kind: 'ready' };
}

function evaluated(message: ToWorker & { readonly kind: 'decide' | 'search' }): FromWorker {
  const { key, decision, facts } = message;
  const model = compiled.get(key);
  if (!model) return { kind: 'exhausted', reason: `no model ${key}` };
  if (message.kind === 'decide') return { kind: 'conclusion', conclusion: model.conclude(decision, facts) };
  return { kind: 'found', found: findCounterfactuals({ compiled: model, decision, facts }, message.terms) };
}

function answer(message: ToWorker): FromWorker {
  if (message.kind === 'warm') return warmUp();
  if (message.kind === 'model') {
    compiled.set(message.key, compileModel(message.model));
    return { kind: 'ready' };
  }
  try {
    return evaluated(message);
  } catch (failure) {
    if (failure instanceof EvaluationExhausted) return { kind: 'exhausted', reason: failure.message };
    // The stack can also end between two steps, outside FEEL.
    if (failure instanceof RangeError) return { kind: 'exhausted', reason: failure.message };
    throw failure;
  }
}

parentPort?.on('message', (message: ToWorker) => parentPort?.postMessage(answer(message)));
