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
  AcceptRiskInput,
  AmendRiskInput,
  AssessRiskInput,
  CloseRiskInput,
  IdentifyRiskInput,
  ReopenRiskInput,
  RiskReviewKind,
  TreatRiskInput,
} from '@courtesy/graph-types/policy';
import { problemsOfNote, problemsOfReason } from '../policy/policy-version.ts';
import { problemsOfInstant } from '../standard/standard.ts';
import { problemsOfAnchors, type PolicyLinkGiven } from './policy-link.ts';
import { anchorsOf } from './policy-link.store.ts';
import { descriptionGiven, problemsOfRisk } from './risk-given.ts';
import {
  accept,
  amend,
  assess,
  close,
  ratingsOf,
  reopen,
  treat,
  type RiskChanged,
  type RiskReview,
  type ServiceRisk,
} from './risk.ts';
import { addRisk, addRiskReview, lockRisk, saveRisk } from './risk.store.ts';
import { problemsOfRating, problemsOfResidual } from './scoring.ts';

/** Why a risk could not be touched at all. */
export type Refusal = NotFound | StaleVersion<ServiceRisk> | InvalidInput;
/** What can come of putting a risk on the register. */
export type IdentifyRiskOutcome = RiskChanged<'RiskIdentified'> | InvalidInput | IdempotencyKeyReused;

/** What is wrong with links to policies, as far as the policies on record say. */
export async function problemsOfNamed(
  { manager }: Transaction,
  links: readonly PolicyLinkGiven[] | null | undefined,
): Promise<Problem[]> {
  const named = links ?? [];
  const ids = named.map(({ policyId }) => policyId);
  return problemsOfAnchors(named, await anchorsOf(manager, ids));
}

function reviewOf(
  { actor, newId, now }: Context,
  risk: ServiceRisk,
  review: Pick<RiskReview, 'kind'> & { readonly note?: string | null | undefined },
): RiskReview {
  const { inherentLikelihood, inherentImpact, residualLikelihood, residualImpact } = risk;
  return {
    id: newId('rrev'),
    riskId: risk.id,
    number: risk.version,
    kind: review.kind,
    ...{ inherentLikelihood, inherentImpact, residualLikelihood, residualImpact },
    note: review.note?.trim() || null,
    expiresAt: review.kind === 'ACCEPTED' ? risk.acceptedUntil : null,
    reviewerId: actor.personId ?? null,
    recordedBy: actor.subject,
    reviewedAt: now(),
  };
}

const riskOf = ({ newId, now }: Context, input: IdentifyRiskInput): ServiceRisk => ({
  id: newId('risk'),
  title: '',
  description: '',
  cause: null,
  consequence: null,
  category: input.category,
  ownerId: input.ownerId,
  ...ratingsOf(input.inherent, input.residual),
  appetite: input.appetite,
  treatment: null,
  standing: 'OPEN',
  acceptance: null,
  acceptedUntil: null,
  reviewDueAt: input.reviewDueAt,
  policies: [],
  incidentIds: [],
  identifiedAt: now(),
  ...descriptionGiven(input),
  version: 1,
});

/** Puts a risk on the register, open, with its first assessment. */
export async function identifyRisk(context: Context, input: IdentifyRiskInput): Promise<IdentifyRiskOutcome> {
  const { db, actor, now } = context;
  const inherent = problemsOfRating('inherent', input.inherent);
  const problems = [
    ...problemsOfRisk(input),
    ...(inherent.length > 0 ? inherent : problemsOfResidual(input.inherent, input.residual)),
    ...problemsOfNote('note', input.note),
  ];
  if (problems.length > 0) return invalidInput(problems);
  const request = { operation: 'identifyRisk', subject: actor.subject, input, now: now() };
  return db.transaction((tx) =>
    once(tx, { ...request, key: input.idempotencyKey }, async () => {
      const unknown = await problemsOfNamed(tx, input.policies);
      if (unknown.length > 0) return invalidInput(unknown);
      const risk = riskOf(context, input);
      await addRisk(tx.manager, risk);
      await addRiskReview(tx.manager, reviewOf(context, risk, { kind: 'IDENTIFIED', note: input.note }));
      return { type: 'RiskIdentified' as const, risk };
    }),
  );
}

interface OnRisk {
  readonly riskId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** Runs a change of a risk in a transaction, with it locked and still as the caller read it. */
async function onRisk<T extends { readonly type: string }>(
  { db }: Context,
  { riskId, expectedVersion }: OnRisk,
  problems: readonly Problem[],
  change: (tx: Transaction, risk: ServiceRisk) => Promise<T>,
): Promise<T | Refusal> {
  if (problems.length > 0) return invalidInput(problems);
  return db.transaction(async (tx): Promise<T | Refusal> => {
    const risk = await lockRisk(tx.manager, riskId);
    if (!risk) return notFound(riskId);
    if (expectedVersion != null && expectedVersion !== risk.version) return staleVersion(expectedVersion, risk);
    return change(tx, risk);
  });
}

type Changed = RiskChanged<'RiskAssessed' | 'RiskTreated' | 'RiskAccepted' | 'RiskClosed' | 'RiskReopened'>;

const KINDS: Readonly<Record<Changed['type'], RiskReviewKind>> = {
  RiskAssessed: 'ASSESSED',
  RiskTreated: 'TREATED',
  RiskAccepted: 'ACCEPTED',
  RiskClosed: 'CLOSED',
  RiskReopened: 'REOPENED',
};

const isDone = (outcome: { readonly type: string }): outcome is Changed => Object.hasOwn(KINDS, outcome.type);

/** The same for a change that is a review: what was done is kept with it. */
const review = <T extends { readonly type: string }>(
  context: Context,
  input: OnRisk & { readonly note?: string | null | undefined },
  problems: readonly Problem[],
  decide: (risk: ServiceRisk) => T,
): Promise<T | Refusal> =>
  onRisk(context, input, problems, async (tx, current) => {
    const outcome = decide(current);
    if (!isDone(outcome)) return outcome;
    await saveRisk(tx.manager, outcome.risk);
    const kept = reviewOf(context, outcome.risk, { kind: KINDS[outcome.type], note: input.note });
    await addRiskReview(tx.manager, kept);
    return outcome;
  });

/** Describes a risk otherwise. */
export const amendRisk = (context: Context, input: AmendRiskInput) =>
  onRisk(context, input, problemsOfRisk(input), async (tx, risk) => {
    const unknown = await problemsOfNamed(tx, input.policies);
    if (unknown.length > 0) return invalidInput(unknown);
    const outcome = amend(risk, descriptionGiven(input), context.actor.personId ?? null);
    if (outcome.type === 'RiskAmended') await saveRisk(tx.manager, outcome.risk);
    return outcome;
  });

/** Rates a risk anew. */
export function assessRisk(context: Context, input: AssessRiskInput) {
  const problems = [
    ...(input.inherent ? problemsOfRating('inherent', input.inherent) : []),
    ...problemsOfRating('residual', input.residual),
    ...problemsOfNote('note', input.note),
    ...problemsOfInstant('reviewDueAt', input.reviewDueAt),
  ];
  const { residual, reviewDueAt } = input;
  const given = { inherent: input.inherent ?? null, residual, reviewDueAt };
  return review(context, input, problems, (risk) => assess(risk, given));
}

/** Puts on record that what was done about a risk brought it within appetite. */
export const treatRisk = (context: Context, input: TreatRiskInput) =>
  review(context, input, problemsOfReason('note', input.note), (risk) => treat(risk, input.treatment));

/** Bears a risk. */
export function acceptRisk(context: Context, input: AcceptRiskInput) {
  const { reason } = input;
  const by = context.actor.personId ?? null;
  const given = { by, now: context.now(), reason, expiresAt: input.expiresAt ?? null };
  return review(context, { ...input, note: reason }, problemsOfReason('reason', reason), (risk) => accept(risk, given));
}

/** Closes a risk that is none any more. */
export const closeRisk = (context: Context, input: CloseRiskInput) =>
  review(context, { ...input, note: input.reason }, problemsOfReason('reason', input.reason), close);

/** Opens a closed risk again. */
export function reopenRisk(context: Context, input: ReopenRiskInput) {
  const { reason, reviewDueAt } = input;
  const problems = [...problemsOfReason('reason', reason), ...problemsOfInstant('reviewDueAt', reviewDueAt)];
  return review(context, { ...input, note: reason }, problems, (risk) => reopen(risk, reviewDueAt, context.now()));
}
