import { insertRows, reactionPart } from '@courtesy/persistence';
import { stepEventTypes, stepsOf } from './case-step.ts';
import { caseStepTable } from './case-step.table.ts';

/** Writes down the steps of cases, a page in one statement. */
export const ofSteps = reactionPart(stepEventTypes, async ({ manager }, events) => {
  await insertRows(manager, caseStepTable, events.flatMap(stepsOf), '(id) DO NOTHING');
});
