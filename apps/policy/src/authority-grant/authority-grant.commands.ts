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
import type { Actor, Context } from '@courtesy/subgraph';
import type { AuthorityHolderInput, GrantAuthorityInput } from '@courtesy/graph-types/policy';
import { citationOf } from '../policy/clause.ts';
import { clausesInEffectAt } from '../policy/clause-in-effect.store.ts';
import {
  grantAfter,
  isFor,
  provisionOf,
  resume,
  type AuthorityGrant,
  type AuthorityGranted,
  type AuthorityHolder,
  type GrantChange,
  type Party,
  type SelfApproval,
} from './authority-grant.ts';
import { addGrant, findGrant, lockGrant, lockLatest, lockWords, saveGrant } from './authority-grant.store.ts';
import { grantChangedEvent } from './grant-events.ts';
import { problemsOfHolder, problemsOfReason, termsOf, type GrantTerms } from './granting.ts';

/** What can come of granting authority. */
export type GrantAuthorityOutcome =
  AuthorityGranted | SelfApproval | StaleVersion<AuthorityGrant> | InvalidInput | IdempotencyKeyReused;

/** The caller as authority looks at them. */
export const partyOf = ({ subject, personId, role, siteId }: Actor): Party => ({
  subject,
  role,
  personId: personId ?? null,
  siteId: siteId ?? null,
});

/** A holder as a caller gives it. */
export const holderOf = ({ role, personId, siteId }: AuthorityHolderInput): AuthorityHolder => ({
  role: role ?? null,
  personId: personId ?? null,
  siteId: siteId ?? null,
});

const forOneself: SelfApproval = { type: 'SelfApproval', what: 'authority that you would hold yourself' };

async function problemsOfProvision(tx: Transaction, grant: AuthorityGrant): Promise<Problem[]> {
  const provision = provisionOf(grant);
  if (!provision) return [];
  const citation = citationOf(provision);
  if ((await clausesInEffectAt(tx.manager, [citation], grant.effectiveFrom)).has(citation)) return [];
  const message = `names ${citation}, which no version has in effect on ${grant.effectiveFrom.toISOString()}; approve the policy's version first`;
  return [{ path: 'clause', message }];
}

const firstOf = (context: Context, input: GrantAuthorityInput, terms: GrantTerms): AuthorityGrant => ({
  ...terms,
  ...holderOf(input.holder),
  id: context.newId('auth'),
  number: 1,
  decisionType: input.decisionType,
  timeZone: input.timeZone,
  suspendedAt: null,
  suspensionReason: null,
  revokedAt: null,
  revocationReason: null,
  grantedBy: context.actor.subject,
  granterId: context.actor.personId ?? null,
  grantedAt: context.now(),
  version: 1,
});

async function putInForce(
  context: Context,
  tx: Transaction,
  { input, terms }: { readonly input: GrantAuthorityInput; readonly terms: GrantTerms },
): Promise<Exclude<GrantAuthorityOutcome, IdempotencyKeyReused>> {
  const now = context.now();
  const next = firstOf(context, input, terms);
  const series = [next.decisionType, next.currency, next.role, next.personId, next.siteId].join(':');
  await lockWords(tx.manager, [`authority-grant:${series}`]);
  const latest = await lockLatest(tx.manager, next);
  if (input.expectedVersion != null && input.expectedVersion !== latest?.version) {
    if (latest) return staleVersion(input.expectedVersion, latest);
    return invalidInput([{ path: 'expectedVersion', message: 'is given, but there is no grant yet; leave it out' }]);
  }
  const unfounded = await problemsOfProvision(tx, next);
  if (unfounded.length > 0) return invalidInput(unfounded);
  const outcome = grantAfter(latest, next);
  if (outcome.type === 'InvalidInput') return outcome;
  if (outcome.replaced) {
    await saveGrant(tx.manager, outcome.replaced);
    tx.emit(grantChangedEvent(outcome.replaced, now));
  }
  await addGrant(tx.manager, outcome.grant);
  tx.emit(grantChangedEvent(outcome.grant, now));
  return outcome;
}

/** Grants authority from some instant on, in place of the latest version of its series. Nobody grants it to themselves. */
export async function grantAuthority(context: Context, input: GrantAuthorityInput): Promise<GrantAuthorityOutcome> {
  const holder = holderOf(input.holder);
  const terms = termsOf(input, context.now());
  const problems = [...problemsOfHolder(holder), ...('currency' in terms ? [] : terms)];
  if (!('currency' in terms) || problems.length > 0) return invalidInput(problems);
  if (isFor(holder, partyOf(context.actor))) return forOneself;
  const request = {
    key: input.idempotencyKey,
    operation: 'grantAuthority',
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  return context.db.transaction((tx) => once(tx, request, () => putInForce(context, tx, { input, terms })));
}

/** Which grant to change, and why. */
export interface ChangeGrantInput {
  readonly grantId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly reason?: string;
}

/** Suspends, resumes or revokes a grant. */
export async function changeGrant<C extends GrantChange>(
  context: Context,
  input: ChangeGrantInput,
  change: C,
): Promise<ReturnType<C> | NotFound | StaleVersion<AuthorityGrant> | InvalidInput> {
  const problems = input.reason === undefined ? [] : problemsOfReason('reason', input.reason);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction(async (tx) => {
    const current = await lockGrant(tx.manager, input.grantId);
    if (!current) return notFound(input.grantId);
    if (input.expectedVersion != null && input.expectedVersion !== current.version)
      return staleVersion(input.expectedVersion, current);
    const outcome = change(current, { at: context.now(), reason: input.reason?.trim() ?? '' }) as ReturnType<C>;
    if (outcome.type !== 'AuthorityGrantNotIn') {
      await saveGrant(tx.manager, outcome.grant);
      tx.emit(grantChangedEvent(outcome.grant, context.now()));
    }
    return outcome;
  });
}

/** What can come of resuming a grant. */
export type ResumeAuthorityOutcome =
  ReturnType<typeof resume> | SelfApproval | NotFound | StaleVersion<AuthorityGrant> | InvalidInput;

/** Lets a suspended grant count again; not one that the caller would hold themselves. */
export async function resumeAuthority(context: Context, input: ChangeGrantInput): Promise<ResumeAuthorityOutcome> {
  const grant = await findGrant(context.db.manager, input.grantId);
  // Whom a grant is for never changes, so that this may be seen before the grant is locked.
  if (grant && isFor(grant, partyOf(context.actor))) return forOneself;
  return changeGrant(context, input, resume);
}
