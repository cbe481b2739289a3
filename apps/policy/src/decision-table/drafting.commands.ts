import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { DraftDecisionTableInput, DraftDecisionTableVersionInput } from '@courtesy/graph-types/policy';
import { models } from '../bounded-models.ts';
import { authorOf } from '../policy/policy.commands.ts';
import { problemsOfNote } from '../policy/policy-version.ts';
import { findPolicy } from '../policy/policy.store.ts';
import {
  draftOf,
  type DecisionTableDraftInProgress,
  type DecisionTableDrafted,
  type DecisionTableVersion,
  type DecisionTableVersionDrafted,
} from './decision-table-version.ts';
import { addDecisionTableVersion, versionsOf } from './decision-table-version.store.ts';
import { problemsOfDecisionTable, type DecisionTable, type DecisionTableNameTaken } from './decision-table.ts';
import { addDecisionTable, findDecisionTableByName, lockDecisionTable } from './decision-table.store.ts';
import { EMPTY_TABLE, modelNamed, problemsOfTable, withTable } from './typed-table.ts';

/** What can come of beginning a table. */
export type DraftDecisionTableOutcome =
  DecisionTableDrafted | DecisionTableNameTaken | NotFound | InvalidInput | IdempotencyKeyReused;
/** What can come of drafting a version. */
export type DraftDecisionTableVersionOutcome =
  DecisionTableVersionDrafted | DecisionTableDraftInProgress | NotFound | InvalidInput | IdempotencyKeyReused;

/** What a draft holds. */
export type Content = Pick<DecisionTableVersion, 'model' | 'decision'> & {
  readonly summary?: string | null | undefined;
};

/** A table and the draft that was added to it. */
export type Added = Pick<DecisionTableDrafted, 'decisionTable' | 'decisionTableVersion'>;

/** Adds a table with the draft of its first version. */
export async function beginTable(
  context: Context,
  tx: Transaction,
  table: DecisionTable,
  content: Content,
): Promise<Added | DecisionTableNameTaken | NotFound> {
  if (!(await findPolicy(tx.manager, table.policyId))) return notFound(table.policyId);
  if (!(await addDecisionTable(tx.manager, table))) {
    const taken = await findDecisionTableByName(tx.manager, table.name);
    if (!taken) throw new Error(`Nobody has the name ${table.name}`);
    return { type: 'DecisionTableNameTaken', decisionTable: taken };
  }
  return { decisionTable: table, decisionTableVersion: await addDraft(context, tx, table, { number: 1, ...content }) };
}

async function addDraft(
  context: Context,
  tx: Transaction,
  table: DecisionTable,
  content: Content & { readonly number: number },
): Promise<DecisionTableVersion> {
  const draft = draftOf({
    ...content,
    id: context.newId('dtv'),
    decisionTableId: table.id,
    draftedAt: context.now(),
    by: authorOf(context),
  });
  await addDecisionTableVersion(tx.manager, draft);
  return draft;
}

/** Adds the draft of a table's next version, whose content follows from the latest one. */
export async function draftNext(
  context: Context,
  tx: Transaction,
  decisionTableId: string,
  contentAfter: (latest: DecisionTableVersion) => Content,
): Promise<Added | DecisionTableDraftInProgress | NotFound> {
  const decisionTable = await lockDecisionTable(tx.manager, decisionTableId);
  const earlier = decisionTable ? await versionsOf(tx.manager, decisionTable.id) : [];
  const latest = earlier.at(-1);
  if (!decisionTable || !latest) return notFound(decisionTableId);
  const underWay = earlier.find(({ status }) => status === 'DRAFT');
  if (underWay) return { type: 'DecisionTableDraftInProgress', decisionTableVersion: underWay };
  const next = { number: latest.number + 1, ...contentAfter(latest) };
  return { decisionTable, decisionTableVersion: await addDraft(context, tx, decisionTable, next) };
}

/** A new table as the caller names it, with an id of its own. */
export const tableNamed = (
  { newId }: Context,
  given: { readonly name: string; readonly policyId: string; readonly description?: string | null | undefined },
): DecisionTable => ({
  id: newId('dtab'),
  name: given.name.trim(),
  policyId: given.policyId,
  description: given.description?.trim() || null,
  version: 1,
});

/** Begins a decision table with the draft of its first version. */
export async function draftDecisionTable(
  context: Context,
  input: DraftDecisionTableInput,
): Promise<DraftDecisionTableOutcome> {
  const { db, actor } = context;
  const problems = [
    ...problemsOfDecisionTable(input),
    ...problemsOfNote('summary', input.summary),
    ...(input.table ? problemsOfTable(input.table, 'table') : []),
  ];
  if (problems.length > 0) return invalidInput(problems);
  const table = tableNamed(context, input);
  const empty = modelNamed(table.name, `urn:courtesy:decision-table:${table.id}`);
  const [asked] = empty.decisions;
  const model = asked && withTable(empty, asked.name, input.table ?? EMPTY_TABLE);
  if (!model) throw new Error('A new model has one decision');
  const refused = await models.problemsOf(model, 'table');
  if (refused.length > 0) return invalidInput(refused);
  const request = {
    key: input.idempotencyKey,
    operation: 'draftDecisionTable',
    subject: actor.subject,
    input,
    now: context.now(),
  };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const added = await beginTable(context, tx, table, { model, decision: asked.name, summary: input.summary });
      return 'type' in added ? added : { type: 'DecisionTableDrafted' as const, ...added };
    }),
  );
}

/** Drafts the next version of a table from its latest one. */
export async function draftDecisionTableVersion(
  context: Context,
  input: DraftDecisionTableVersionInput,
): Promise<DraftDecisionTableVersionOutcome> {
  const problems = problemsOfNote('summary', input.summary);
  if (problems.length > 0) return invalidInput(problems);
  const request = {
    key: input.idempotencyKey,
    operation: 'draftDecisionTableVersion',
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const added = await draftNext(context, tx, input.decisionTableId, ({ model, decision }) => ({
        model,
        decision,
        summary: input.summary,
      }));
      if ('type' in added) return added;
      return { type: 'DecisionTableVersionDrafted' as const, decisionTableVersion: added.decisionTableVersion };
    }),
  );
}
