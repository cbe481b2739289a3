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
  ApproveCompensationSchemeVersionInput,
  DraftCompensationSchemeInput,
  DraftCompensationSchemeVersionInput,
  WithdrawCompensationSchemeVersionInput,
} from '@courtesy/graph-types/policy';
import { problemsOfName } from '../calendar/calendar.ts';
import { authorOf } from '../policy/policy.commands.ts';
import { problemsOfReason } from '../policy/policy-version.ts';
import { findClauses, versionsOf } from '../policy/policy-version.store.ts';
import {
  approveVersion,
  withdrawVersion,
  type CompensationScheme,
  type CompensationSchemeDrafted,
  type CompensationSchemeVersion,
  type CompensationSchemeVersionApproved,
  type CompensationSchemeVersionDrafted,
  type CompensationSchemeVersionWithdrawn,
} from './compensation-scheme.ts';
import {
  addScheme,
  addSchemeVersion,
  findScheme,
  findSchemeVersion,
  lockSchemeVersions,
  saveSchemeVersion,
  versionsOfScheme,
} from './compensation-scheme.store.ts';
import { problemsOfClausesNamed, problemsOfScheme, wordingOf, type SchemeGiven } from './scheme-drafting.ts';

type Refusal = NotFound | InvalidInput;
/** What can come of beginning a scheme. */
export type DraftSchemeOutcome = CompensationSchemeDrafted | Refusal | IdempotencyKeyReused;
/** What can come of drafting a version. */
export type DraftSchemeVersionOutcome = CompensationSchemeVersionDrafted | Refusal | IdempotencyKeyReused;

/** What is wrong with the clauses that bands name. */
async function problemsOfAnchors(tx: Transaction, given: SchemeGiven, policyId: string | null): Promise<Problem[]> {
  const latest = policyId === null ? undefined : (await versionsOf(tx.manager, policyId)).at(-1);
  const clauses = latest ? await findClauses(tx.manager, latest.clauseIds) : [];
  return problemsOfClausesNamed(given, latest ? new Set(clauses.map(({ anchor }) => anchor)) : null);
}

async function addDraft(
  context: Context,
  tx: Transaction,
  of: { readonly scheme: CompensationScheme; readonly number: number; readonly given: SchemeGiven },
): Promise<CompensationSchemeVersion> {
  const { bands, ...wording } = wordingOf(of.given, of.scheme.currency);
  const schemeVersion: CompensationSchemeVersion = {
    ...wording,
    id: context.newId('cmpv'),
    schemeId: of.scheme.id,
    number: of.number,
    status: 'DRAFT',
    author: authorOf(context),
    draftedAt: context.now(),
    approver: null,
    approvedAt: null,
    effectiveFrom: null,
    endsAt: null,
    withdrawnAt: null,
    withdrawalReason: null,
    version: 1,
  };
  const kept = bands.map((band) => ({ ...band, id: context.newId('cbnd'), schemeVersionId: schemeVersion.id }));
  await addSchemeVersion(tx.manager, schemeVersion, kept);
  return schemeVersion;
}

const problemsOfInput = (input: DraftCompensationSchemeInput): Problem[] => [
  ...problemsOfName('name', input.name),
  ...problemsOfScheme(input, input.currency),
];

/** Begins a scheme in a transaction of the caller's. */
export async function beginScheme(
  context: Context,
  tx: Transaction,
  input: DraftCompensationSchemeInput,
): Promise<CompensationSchemeDrafted | Refusal> {
  const { currency } = input;
  const problems = problemsOfInput(input);
  if (problems.length > 0) return invalidInput(problems);
  const policyId = input.policyId ?? null;
  if (policyId !== null && (await versionsOf(tx.manager, policyId)).length === 0) return notFound(policyId);
  const unnamed = await problemsOfAnchors(tx, input, policyId);
  if (unnamed.length > 0) return invalidInput(unnamed);
  const scheme: CompensationScheme = { id: context.newId('cmps'), name: input.name.trim(), currency, policyId };
  await addScheme(tx.manager, scheme);
  const schemeVersion = await addDraft(context, tx, { scheme, number: 1, given: input });
  return { type: 'CompensationSchemeDrafted', scheme, schemeVersion };
}

/** Begins a scheme with the draft of its first version. */
export async function draftCompensationScheme(
  context: Context,
  input: DraftCompensationSchemeInput,
): Promise<DraftSchemeOutcome> {
  const problems = problemsOfInput(input);
  if (problems.length > 0) return invalidInput(problems);
  const request = { operation: 'draftCompensationScheme', subject: context.actor.subject, input, now: context.now() };
  return context.db.transaction((tx) =>
    once(tx, { ...request, key: input.idempotencyKey }, () => beginScheme(context, tx, input)),
  );
}

async function draftNext(
  context: Context,
  tx: Transaction,
  input: DraftCompensationSchemeVersionInput,
): Promise<CompensationSchemeVersionDrafted | Refusal> {
  const scheme = await findScheme(tx.manager, input.schemeId);
  if (!scheme) return notFound(input.schemeId);
  const problems = problemsOfScheme(input, scheme.currency);
  if (problems.length === 0) problems.push(...(await problemsOfAnchors(tx, input, scheme.policyId)));
  if (problems.length > 0) return invalidInput(problems);
  await lockSchemeVersions(tx.manager, scheme.id);
  const number = ((await versionsOfScheme(tx.manager, scheme.id)).at(-1)?.number ?? 0) + 1;
  const schemeVersion = await addDraft(context, tx, { scheme, number, given: input });
  return { type: 'CompensationSchemeVersionDrafted', schemeVersion };
}

/** Drafts the next version of a scheme. */
export function draftCompensationSchemeVersion(
  context: Context,
  input: DraftCompensationSchemeVersionInput,
): Promise<DraftSchemeVersionOutcome> {
  const { subject } = context.actor;
  const request = { operation: 'draftCompensationSchemeVersion', subject, input, now: context.now() };
  return context.db.transaction((tx) =>
    once(tx, { ...request, key: input.idempotencyKey }, () => draftNext(context, tx, input)),
  );
}

type Saved = CompensationSchemeVersionApproved | CompensationSchemeVersionWithdrawn;

const isSaved = (outcome: { readonly type: string }): outcome is Saved =>
  outcome.type === 'CompensationSchemeVersionApproved' || outcome.type === 'CompensationSchemeVersionWithdrawn';

/** Changes a version as the caller read it, while nobody else changes the versions of its scheme. */
function onSchemeVersion<T extends { readonly type: string }>(
  context: Context,
  input: { readonly schemeVersionId: string; readonly expectedVersion?: number | null | undefined },
  change: (current: CompensationSchemeVersion, others: readonly CompensationSchemeVersion[]) => T,
): Promise<T | NotFound | StaleVersion<CompensationSchemeVersion>> {
  return context.db.transaction(async (tx) => {
    const seen = await findSchemeVersion(tx.manager, input.schemeVersionId);
    if (!seen) return notFound(input.schemeVersionId);
    await lockSchemeVersions(tx.manager, seen.schemeId);
    const all = await versionsOfScheme(tx.manager, seen.schemeId);
    const current = all.find(({ id }) => id === seen.id) ?? seen;
    if (input.expectedVersion != null && input.expectedVersion !== current.version)
      return staleVersion(input.expectedVersion, current);
    const outcome = change(
      current,
      all.filter((each) => each !== current),
    );
    if (isSaved(outcome)) await saveSchemeVersion(tx.manager, outcome.schemeVersion);
    return outcome;
  });
}

/** What can come of approving a version. */
export type ApproveSchemeVersionOutcome =
  ReturnType<typeof approveVersion> | NotFound | StaleVersion<CompensationSchemeVersion>;

/** Approves a draft that another person wrote. */
export function approveCompensationSchemeVersion(
  context: Context,
  input: ApproveCompensationSchemeVersionInput,
): Promise<ApproveSchemeVersionOutcome> {
  const now = context.now();
  const dates = { effectiveFrom: input.effectiveFrom ?? now, endsAt: input.effectiveUntil ?? null };
  const approval = { by: authorOf(context), now, ...dates };
  return onSchemeVersion(context, input, (current, others) => approveVersion(current, others, approval));
}

/** What can come of withdrawing a version. */
export type WithdrawSchemeVersionOutcome =
  ReturnType<typeof withdrawVersion> | NotFound | StaleVersion<CompensationSchemeVersion> | InvalidInput;

/** Ends a version, or keeps it from ever taking effect. */
export async function withdrawCompensationSchemeVersion(
  context: Context,
  input: WithdrawCompensationSchemeVersionInput,
): Promise<WithdrawSchemeVersionOutcome> {
  const problems = problemsOfReason('reason', input.reason);
  if (problems.length > 0) return invalidInput(problems);
  const by = { reason: input.reason.trim(), now: context.now() };
  return onSchemeVersion(context, input, (current, others) => withdrawVersion(current, others, by));
}
