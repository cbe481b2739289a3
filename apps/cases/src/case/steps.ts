import type { Problem } from '@courtesy/kernel';
import type { CaseStepInput } from '@courtesy/graph-types/cases';
import { readStep } from './step-input.ts';
import type { CaseStep } from './step.ts';

/** A step as a macro or a rule keeps it. */
export interface PlannedStep extends CaseStepInput {}

/** The most steps that one macro or rule may take. */
export const MAX_STEPS = 10;

/** What is wrong with steps that are to be taken one after another; empty when nothing is. */
export function problemsOfSteps(steps: readonly CaseStepInput[]): Problem[] {
  if (steps.length === 0 || steps.length > MAX_STEPS)
    return [{ path: 'steps', message: `has ${steps.length} items; name 1 to ${MAX_STEPS}` }];
  return steps.flatMap((given, index) => {
    const step = readStep(given);
    return 'verb' in step ? [] : step.map(({ path, message }) => ({ path: `steps.${index}.${path}`, message }));
  });
}

/** Steps that were found to be sound when they were kept, ready to be taken. */
export const stepsOf = (kept: readonly CaseStepInput[]): CaseStep[] =>
  kept.flatMap((given) => {
    const step = readStep(given);
    return 'verb' in step ? [step] : [];
  });
