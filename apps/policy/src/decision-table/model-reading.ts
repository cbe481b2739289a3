import type { Problem } from '@courtesy/kernel';
import { compileModel } from '../dmn/compile.ts';
import { readDmn } from '../dmn/dmn-xml.ts';
import { ModelRefused, type DecisionModel, type ModelProblem } from '../dmn/model.ts';
import { MAX_DMN, problemsOfCharacters, problemsOfSize } from './model-limits.ts';
import { finalDecisions } from './model-tables.ts';

/** The most problems told of one model. */
export const PROBLEMS_SHOWN = 100;

const problemOf = ({ place, text, reason }: ModelProblem): Problem => ({
  path: place,
  message: text === '' ? reason : `${reason}: ${text.length > 200 ? `${text.slice(0, 200)}…` : text}`,
});

/** What `read` refuses, as problems; what it gives otherwise. */
async function unlessRefused<T>(read: () => T | Promise<T>, path: string): Promise<T | readonly Problem[]> {
  try {
    return await read();
  } catch (failure) {
    if (failure instanceof ModelRefused) return failure.problems.slice(0, PROBLEMS_SHOWN).map(problemOf);
    // The stack ends where elements nest thousands deep.
    if (failure instanceof RangeError) return [{ path, message: 'nests too deep to be read' }];
    throw failure;
  }
}

/** How much work compiling a model may be. Deciding compiles it again where other requests wait, so that this bounds their wait too. */
export interface CompileBudget {
  /** The time this thread has worked so far, in milliseconds: waiting for a busy machine does not count. */
  readonly worked: () => number;
  readonly limitMs: number;
}

/**
 * Everything that keeps a model from being a draft: its size, its characters, every cell that is no FEEL, and compiling past the budget.
 * Empty when nothing does.
 */
export async function problemsOfModel(
  model: DecisionModel,
  path: string,
  budget?: CompileBudget,
): Promise<readonly Problem[]> {
  const size = problemsOfSize(model, path);
  if (size.length > 0) return size;
  const characters = problemsOfCharacters(model, path);
  if (characters.length > 0) return characters.slice(0, PROBLEMS_SHOWN);
  const before = budget?.worked() ?? 0;
  const compiled = await unlessRefused(() => compileModel(model), path);
  if (!('decide' in compiled)) return compiled;
  if (!budget || budget.worked() - before <= budget.limitMs) return [];
  return [{ path, message: 'is too much work to compile; write simpler expressions, or fewer' }];
}

/** The model that DMN XML holds, or everything that is wrong with it, by line or by cell. */
export async function modelOf(
  dmn: string,
  path: string,
  budget?: CompileBudget,
): Promise<DecisionModel | readonly Problem[]> {
  if (dmn.length > MAX_DMN) return [{ path, message: `has ${dmn.length} characters; at most ${MAX_DMN} are read` }];
  const model = await unlessRefused(() => readDmn(dmn), path);
  if (!('decisions' in model)) return model;
  const problems = await problemsOfModel(model, path, budget);
  return problems.length > 0 ? problems : model;
}

/** The name of the decision that a model is asked: the wanted one, or else the only one that no other requires. */
export function askedOf(model: DecisionModel, wanted: string | null | undefined): string | readonly Problem[] {
  const names = (nodes: readonly { readonly name: string }[]) => nodes.map(({ name }) => `"${name}"`).join(', ');
  if (wanted != null) {
    if (model.decisions.some(({ name }) => name === wanted)) return wanted;
    return [{ path: 'asks', message: `names no decision of the model; it has ${names(model.decisions) || 'none'}` }];
  }
  const last = finalDecisions(model);
  const [only] = last;
  if (only && last.length === 1) return only.name;
  if (model.decisions.length === 0) return [{ path: 'dmn', message: 'holds no decision' }];
  return [
    { path: 'asks', message: `is absent; say which decision is asked: ${names(last) || names(model.decisions)}` },
  ];
}
