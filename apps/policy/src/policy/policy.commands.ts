import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type Problem,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  AmendPolicyInput,
  DraftPolicyInput,
  DraftPolicyVersionInput,
  ReviseDraftInput,
} from '@courtesy/graph-types/policy';
import { problemsOfClauses, reword, type Clause } from './clause.ts';
import {
  problemsOfNote,
  revise,
  type Author,
  type DraftInProgress,
  type DraftRevised,
  type IllegalVersionState,
  type PolicyVersion,
  type PolicyVersionDrafted,
} from './policy-version.ts';
import { audienceEvent } from './policy-events.ts';
import { addPolicyVersion, findClauses, keepClauses, savePolicyVersion, versionsOf } from './policy-version.store.ts';
import { amend, audienceOf, problemsOfPolicy, type Policy, type PolicyAmended, type PolicyDrafted } from './policy.ts';
import { addPolicy, lockPolicy, savePolicy } from './policy.store.ts';
import { onVersion, type Refusal } from './version-change.commands.ts';

/** What can come of beginning a policy. */
export type DraftPolicyOutcome = PolicyDrafted | InvalidInput | IdempotencyKeyReused;
/** What can come of amending a policy. */
export type AmendPolicyOutcome = PolicyAmended | NotFound | StaleVersion<Policy> | InvalidInput;
/** What can come of drafting a version. */
export type DraftPolicyVersionOutcome =
  PolicyVersionDrafted | DraftInProgress | NotFound | InvalidInput | IdempotencyKeyReused;
/** What can come of revising a draft. */
export type ReviseDraftOutcome = DraftRevised | IllegalVersionState | Refusal | InvalidInput;

/** The caller as somebody who has a hand in a version. */
export const authorOf = ({ actor }: Pick<Context, 'actor'>): Author => ({
  subject: actor.subject,
  personId: actor.personId ?? null,
});

const draftOf = (
  context: Context,
  draft: Pick<PolicyVersion, 'id' | 'policyId' | 'number' | 'clauseIds'> & {
    readonly summary?: string | null | undefined;
  },
): PolicyVersion => ({
  ...draft,
  status: 'DRAFT',
  summary: draft.summary?.trim() ?? null,
  authors: [authorOf(context)],
  draftedAt: context.now(),
  submittedAt: null,
  returnReason: null,
  approver: null,
  approvedAt: null,
  effectiveFrom: null,
  endsAt: null,
  withdrawnAt: null,
  withdrawalReason: null,
  version: 1,
});

const idsOf = (clauses: readonly Clause[]) => clauses.map(({ id }) => id);

/** Everything that keeps a policy from being begun; empty when nothing does. */
export const problemsOfDraft = (input: DraftPolicyInput): Problem[] => [
  ...problemsOfPolicy(input),
  ...problemsOfNote('summary', input.summary),
  ...problemsOfClauses(input.clauses),
];

/** Begins a policy in which {@link problemsOfDraft} found nothing, in a transaction of the caller's. */
export async function beginPolicy(context: Context, tx: Transaction, input: DraftPolicyInput): Promise<PolicyDrafted> {
  const { newId } = context;
  const policy: Policy = {
    id: newId('pol'),
    title: input.title.trim(),
    kind: input.kind,
    ownerId: input.ownerId,
    ...audienceOf(input.audience),
    reviewDueAt: input.reviewDueAt,
    version: 1,
  };
  const id = newId('polv');
  const clauses = reword([], input.clauses ?? [], id, () => newId('cls'));
  const policyVersion = draftOf(context, {
    id,
    policyId: policy.id,
    number: 1,
    clauseIds: idsOf(clauses),
    summary: input.summary,
  });
  await addPolicy(tx.manager, policy);
  await addPolicyVersion(tx.manager, policyVersion, clauses);
  return { type: 'PolicyDrafted', policy, policyVersion };
}

/** Begins a policy with the draft of its first version. */
export async function draftPolicy(context: Context, input: DraftPolicyInput): Promise<DraftPolicyOutcome> {
  const { db, actor } = context;
  const problems = problemsOfDraft(input);
  if (problems.length > 0) return invalidInput(problems);
  const key = input.idempotencyKey;
  const request = { key, operation: 'draftPolicy', subject: actor.subject, input, now: context.now() };
  return db.transaction((tx) => once(tx, request, () => beginPolicy(context, tx, input)));
}

/** Gives a policy another title, owner, audience or review date. */
export async function amendPolicy(context: Context, input: AmendPolicyInput): Promise<AmendPolicyOutcome> {
  const problems = problemsOfPolicy(input);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction(async (tx) => {
    const current = await lockPolicy(tx.manager, input.policyId);
    if (!current) return notFound(input.policyId);
    if (input.expectedVersion != null && input.expectedVersion !== current.version)
      return staleVersion(input.expectedVersion, current);
    const outcome = amend(current, input);
    await savePolicy(tx.manager, outcome.policy);
    tx.emit(audienceEvent(outcome.policy, context.now()));
    return outcome;
  });
}

async function draftNext(
  context: Context,
  tx: Transaction,
  input: DraftPolicyVersionInput,
): Promise<PolicyVersionDrafted | DraftInProgress | NotFound> {
  const policy = await lockPolicy(tx.manager, input.policyId);
  const earlier = policy ? await versionsOf(tx.manager, policy.id) : [];
  const latest = earlier.at(-1);
  if (!policy || !latest) return notFound(input.policyId);
  const underWay = earlier.find(({ status }) => status === 'DRAFT' || status === 'IN_REVIEW');
  if (underWay) return { type: 'DraftInProgress', policyVersion: underWay };
  const wordings = input.clauses ?? (await clausesOf(tx, latest));
  const id = context.newId('polv');
  const clauses = reword([], wordings, id, () => context.newId('cls'));
  const policyVersion = draftOf(context, {
    id,
    policyId: policy.id,
    number: latest.number + 1,
    clauseIds: idsOf(clauses),
    summary: input.summary,
  });
  await addPolicyVersion(tx.manager, policyVersion, clauses);
  return { type: 'PolicyVersionDrafted', policyVersion };
}

async function clausesOf(tx: Transaction, { clauseIds }: PolicyVersion): Promise<Clause[]> {
  const byId = new Map((await findClauses(tx.manager, clauseIds)).map((each) => [each.id, each]));
  return clauseIds.flatMap((id) => byId.get(id) ?? []);
}

/** Drafts the next version of a policy. */
export async function draftPolicyVersion(
  context: Context,
  input: DraftPolicyVersionInput,
): Promise<DraftPolicyVersionOutcome> {
  const problems = [...problemsOfNote('summary', input.summary), ...problemsOfClauses(input.clauses)];
  if (problems.length > 0) return invalidInput(problems);
  const request = {
    key: input.idempotencyKey,
    operation: 'draftPolicyVersion',
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  return context.db.transaction((tx) => once(tx, request, () => draftNext(context, tx, input)));
}

/** Gives a draft another text. */
export async function reviseDraft(context: Context, input: ReviseDraftInput): Promise<ReviseDraftOutcome> {
  const problems = [...problemsOfNote('summary', input.summary), ...problemsOfClauses(input.clauses)];
  if (problems.length > 0) return invalidInput(problems);
  return onVersion(context, input, async (tx, { current }) => {
    const clauses =
      input.clauses && reword(await clausesOf(tx, current), input.clauses, current.id, () => context.newId('cls'));
    const changes = {
      ...(clauses && { clauseIds: idsOf(clauses) }),
      ...(input.summary != null && { summary: input.summary.trim() }),
    };
    const outcome = revise(current, changes, authorOf(context));
    if (outcome.type !== 'DraftRevised') return outcome;
    await keepClauses(tx.manager, clauses ?? []);
    await savePolicyVersion(tx.manager, outcome.policyVersion);
    return outcome;
  });
}
