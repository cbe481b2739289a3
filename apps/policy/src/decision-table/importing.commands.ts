import { invalidInput, type InvalidInput, type NotFound, type Problem } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { ImportDecisionModelInput } from '@courtesy/graph-types/policy';
import { models } from '../bounded-models.ts';
import type { DecisionModel } from '../dmn/model.ts';
import { problemsOfNote } from '../policy/policy-version.ts';
import type { DecisionModelImported, DecisionTableDraftInProgress } from './decision-table-version.ts';
import { problemsOfDecisionTable, type DecisionTableNameTaken } from './decision-table.ts';
import { beginTable, draftNext, tableNamed, type Content } from './drafting.commands.ts';
import { askedOf } from './model-reading.ts';

/** What can come of importing a model. */
export type ImportDecisionModelOutcome =
  | DecisionModelImported
  | DecisionTableNameTaken
  | DecisionTableDraftInProgress
  | NotFound
  | InvalidInput
  | IdempotencyKeyReused;

/** Where a model goes: into a table that is there, or into a new one. */
type Target =
  | { readonly decisionTableId: string }
  | { readonly name: string; readonly policyId: string; readonly description: string | null };

function problemsOfTarget({
  decisionTableId,
  name,
  description,
  policyId,
  summary,
}: ImportDecisionModelInput): Problem[] {
  const problems = problemsOfNote('summary', summary);
  if (decisionTableId == null && policyId == null)
    problems.push({ path: 'policyId', message: 'is missing; say on whose clauses the rules of the new table rest' });
  if (decisionTableId == null) return problems;
  const ofNew = Object.entries({ name, description, policyId }).filter(([, value]) => value != null);
  const message = 'is given together with decisionTableId; what is said of that table stays';
  return [...problems, ...ofNew.map(([path]) => ({ path, message }))];
}

function targetOf(input: ImportDecisionModelInput, model: DecisionModel): Target | readonly Problem[] {
  if (input.decisionTableId != null) return { decisionTableId: input.decisionTableId };
  const target = {
    name: input.name ?? model.name,
    policyId: input.policyId ?? '',
    description: input.description ?? null,
  };
  const problems = problemsOfDecisionTable(target);
  return problems.length > 0 ? problems : target;
}

/** Imports a DMN model into a draft: of a table that is there, or of a new one. */
export async function importDecisionModel(
  context: Context,
  input: ImportDecisionModelInput,
): Promise<ImportDecisionModelOutcome> {
  const problems = problemsOfTarget(input);
  if (problems.length > 0) return invalidInput(problems);
  const model = await models.read(input.dmn, 'dmn');
  if (!('decisions' in model)) return invalidInput(model);
  const decision = askedOf(model, input.asks);
  if (typeof decision !== 'string') return invalidInput(decision);
  const target = targetOf(input, model);
  if (!('name' in target || 'decisionTableId' in target)) return invalidInput(target);
  const content: Content = { model, decision, summary: input.summary };
  const request = {
    key: input.idempotencyKey,
    operation: 'importDecisionModel',
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const added =
        'decisionTableId' in target
          ? await draftNext(context, tx, target.decisionTableId, () => content)
          : await beginTable(context, tx, tableNamed(context, target), content);
      return 'type' in added ? added : { type: 'DecisionModelImported' as const, ...added };
    }),
  );
}
