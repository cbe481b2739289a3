import { invalidInput, notFound } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AppealAppraisalInput, DecideAppealInput } from '@courtesy/graph-types/workforce';
import { lockCycle } from '../appraisal-cycle/appraisal-cycle.store.ts';
import { findPeople } from '../person/person.store.ts';
import { appraisalEvent, changeAppraisal } from './appraisal.commands.ts';
import type { Appraisal } from './appraisal.ts';
import { addAppeal, addAppraisal, findAppeal, saveDecision } from './appraisal.store.ts';
import { appeal, decide, newAppraisal, problemsOfRound } from './appraising.ts';

/** Appeals against one's own appraisal. */
export const appealAppraisal = (context: Context, input: AppealAppraisalInput) =>
  changeAppraisal(context, input, async (current, tx, by) => {
    const before = await findAppeal(tx.manager, current.id);
    const outcome = appeal(current, { id: context.newId('aapl'), reason: input.reason, before }, by);
    if (outcome.type !== 'AppraisalAppealed') return outcome;
    await addAppeal(tx.manager, outcome.appeal);
    tx.emit(appraisalEvent(outcome.appraisal, by.at));
    return { type: outcome.type, appraisal: outcome.appraisal };
  });

/** Begins the appraisal that takes the place of one that was appealed against, by the cycle's formula of now. */
async function beginAnew(context: Context, tx: Transaction, old: Appraisal, appraiserId: string): Promise<Appraisal> {
  const cycle = await lockCycle(tx.manager, old.cycleId);
  if (!cycle) throw new Error(`The cycle of ${old.id} is not there`);
  const peerIds = old.peerIds.filter((id) => id !== appraiserId);
  const { formulaNumber } = cycle;
  const given = { cycleId: cycle.id, personId: old.personId, appraiserId, peerIds, formulaNumber };
  const anew = newAppraisal(context.newId('aprl'), { ...given, supersedesId: old.id }, context.now());
  await addAppraisal(tx.manager, anew);
  tx.emit(appraisalEvent(anew, context.now()));
  return anew;
}

/** Decides on an appeal. */
export const decideAppeal = (context: Context, input: DecideAppealInput) =>
  changeAppraisal(context, input, async (current, tx, by) => {
    const outcome = decide(current, input.reason, by);
    if (outcome.type !== 'Decided') return outcome;
    const appraiserId = input.appraiserId ?? by.personId ?? '';
    const problems = problemsOfRound(current.personId, appraiserId, []);
    if (appraiserId === current.appraiserId) problems.push({ path: 'appraiserId', message: 'is who appraised before' });
    if (input.outcome === 'UPHELD' && problems.length > 0) return invalidInput(problems);
    if (!(await findPeople(tx.manager, [appraiserId])).has(appraiserId)) return notFound(appraiserId);
    const made = await findAppeal(tx.manager, current.id);
    if (!made) throw new Error(`The appeal of ${current.id} is not there`);
    const said = { outcome: input.outcome, outcomeReason: input.reason, decidedById: by.personId, decidedAt: by.at };
    await saveDecision(tx.manager, { ...made, ...said });
    tx.emit(appraisalEvent(outcome.appraisal, by.at));
    const anew = input.outcome === 'UPHELD' ? await beginAnew(context, tx, current, appraiserId) : null;
    return { type: 'AppealDecided' as const, appraisal: outcome.appraisal, anew };
  });
