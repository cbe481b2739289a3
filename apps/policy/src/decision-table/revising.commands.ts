import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import type { ReviseDecisionTableInput } from '@courtesy/graph-types/policy';
import { models } from '../bounded-models.ts';
import type { DecisionModel } from '../dmn/model.ts';
import { authorOf } from '../policy/policy.commands.ts';
import { problemsOfNote } from '../policy/policy-version.ts';
import {
  refusalToRevise,
  revise,
  type DecisionTableRevised,
  type DecisionTableVersion,
  type IllegalDecisionTableState,
} from './decision-table-version.ts';
import { saveDecisionTableVersion } from './decision-table-version.store.ts';
import { askedOf } from './model-reading.ts';
import { problemsOfTable, withTable } from './typed-table.ts';
import { onVersion, type Refusal } from './version-change.commands.ts';

/** What can come of revising a draft. */
export type ReviseDecisionTableOutcome = DecisionTableRevised | IllegalDecisionTableState | Refusal | InvalidInput;

function problemsOfRevision({ table, dmn, decision, summary }: ReviseDecisionTableInput): Problem[] {
  const problems = [...problemsOfNote('summary', summary), ...(table ? problemsOfTable(table, 'table') : [])];
  if (table && dmn != null) problems.push({ path: 'dmn', message: 'is given together with a table; send one of them' });
  if (decision != null && !table)
    problems.push({ path: 'decision', message: 'is given, but no table for that decision' });
  return problems;
}

/** The rules of a draft once it is revised, or what is wrong with them. `read` is the model that the caller sent as XML. */
async function revised(
  current: DecisionTableVersion,
  { table, decision, asks }: ReviseDecisionTableInput,
  read: DecisionModel | null,
): Promise<Pick<DecisionTableVersion, 'model' | 'decision'> | readonly Problem[]> {
  const model = table ? withTable(current.model, decision ?? current.decision, table) : (read ?? current.model);
  if (!model) return [{ path: 'decision', message: `"${decision}" names no decision of the model` }];
  const isKept = model.decisions.some(({ name }) => name === current.decision);
  const asked = askedOf(model, asks ?? (isKept ? current.decision : null));
  if (typeof asked !== 'string') return asked;
  const problems = table ? await models.problemsOf(model, 'table') : [];
  return problems.length > 0 ? problems : { model, decision: asked };
}

/** Gives a draft other rules. */
export async function reviseDecisionTable(
  context: Context,
  input: ReviseDecisionTableInput,
): Promise<ReviseDecisionTableOutcome> {
  const problems = problemsOfRevision(input);
  if (problems.length > 0) return invalidInput(problems);
  const read = input.dmn == null ? null : await models.read(input.dmn, 'dmn');
  if (read && !('decisions' in read)) return invalidInput(read);
  return onVersion(context, input, async (tx, { current, others }) => {
    const refusal = refusalToRevise(current, others, context.now());
    if (refusal) return refusal;
    const changes = await revised(current, input, read);
    if (!('model' in changes)) return invalidInput(changes);
    const summary = input.summary == null ? {} : { summary: input.summary.trim() || null };
    const outcome = revise(current, { ...changes, ...summary }, authorOf(context));
    await saveDecisionTableVersion(tx.manager, outcome.decisionTableVersion);
    return outcome;
  });
}
