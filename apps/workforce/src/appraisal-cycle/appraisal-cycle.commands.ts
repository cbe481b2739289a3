import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  AppraisalComponentInput,
  OpenAppraisalCycleInput,
  ReviseAppraisalFormulaInput,
} from '@courtesy/graph-types/workforce';
import { nothingThere } from '../directory/problems.ts';
import { requireSite } from '../directory/access.commands.ts';
import { findSites } from '../site/site.store.ts';
import {
  componentsOf,
  newCycle,
  problemsOfCycle,
  refusalOfComponents,
  revised,
  type AppraisalCycle,
} from './appraisal-cycle.ts';
import { addCycle, addFormula, lockCycle, saveCycle } from './appraisal-cycle.store.ts';

const cycleEvent = (cycle: AppraisalCycle, time: Date): NewEvent => ({
  ...{ type: 'courtesy.appraisal-cycle.changed.v1', subject: cycle.id, sequence: cycle.version, time },
  data: { siteId: cycle.siteId, from: cycle.from, until: cycle.until, formulaNumber: cycle.formulaNumber },
});

/** Keeps the formula that a cycle has now, and announces it. */
async function keepFormula(
  context: Context,
  tx: Transaction,
  cycle: AppraisalCycle,
  components: readonly AppraisalComponentInput[],
): Promise<void> {
  const madeAt = context.now();
  const formula = { id: context.newId('afor'), cycleId: cycle.id, number: cycle.formulaNumber, madeAt };
  await addFormula(tx.manager, { ...formula, components: componentsOf(components) });
  tx.emit(cycleEvent(cycle, madeAt));
}

/** Opens a time in which people of a site are appraised. */
export async function openAppraisalCycle(context: Context, input: OpenAppraisalCycleInput) {
  const problems = problemsOfCycle(input);
  if (problems.length > 0) return invalidInput(problems);
  const refusal = refusalOfComponents(input.components);
  if (refusal) return refusal;
  const request = { key: input.idempotencyKey, operation: 'openAppraisalCycle', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: context.now() }, async () => {
      await requireSite(context, tx, input.siteId);
      const sites = await findSites(tx.manager, [input.siteId]);
      if (!sites.has(input.siteId)) return invalidInput([nothingThere('siteId', input.siteId)]);
      const cycle = newCycle(context.newId('acyc'), input);
      await addCycle(tx.manager, cycle);
      await keepFormula(context, tx, cycle, input.components);
      return { type: 'AppraisalCycleOpened' as const, cycle };
    }),
  );
}

/** Gives a cycle another formula. */
export async function reviseAppraisalFormula(context: Context, input: ReviseAppraisalFormulaInput) {
  const refusal = refusalOfComponents(input.components);
  if (refusal) return refusal;
  return context.db.transaction(async (tx) => {
    const current = await lockCycle(tx.manager, input.cycleId);
    if (!current) return notFound(input.cycleId);
    await requireSite(context, tx, current.siteId);
    const expected = input.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const cycle = revised(current);
    await saveCycle(tx.manager, cycle);
    await keepFormula(context, tx, cycle, input.components);
    return { type: 'AppraisalFormulaRevised' as const, cycle };
  });
}
