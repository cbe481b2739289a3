import {
  invalidInput,
  isIdOf,
  notFound,
  staleVersion,
  type NotFound,
  type Problem,
  type StaleVersion,
} from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  AcknowledgeReviewInput,
  BeginReviewInput,
  DisputeReviewInput,
  PublishReviewInput,
  RateReviewInput,
  ResolveDisputeInput,
} from '@courtesy/graph-types/workforce';
import { requirePerson } from '../appraisal/appraisal.commands.ts';
import { nothingThere } from '../directory/problems.ts';
import { lockPersonShared } from '../person/person.store.ts';
import { findReviewableCase, findReviewableContact } from '../reviewable/reviewable.store.ts';
import { currentVersion, findCriteria } from '../scorecard/scorecard.store.ts';
import { isDrawnFor } from '../sampling/sampling.store.ts';
import { reassess } from '../skill-gap/skill-gap.commands.ts';
import { scoreOf, tenThousandthsOf } from './rating.ts';
import type { QualityReview } from './quality-review.ts';
import {
  addDispute,
  addRatings,
  addReview,
  findDispute,
  findRatings,
  findReview,
  lockReview,
  saveResolution,
  saveReview,
} from './quality-review.store.ts';
import { acknowledge, dispute, newReview, publish, rate, resolve, type ReviewingHand } from './reviewing.ts';

type ReviewEvent = 'drafted' | 'published' | 'acknowledged' | 'disputed' | 'resolved';

/** What others are told of a review: whose, of what, and where it stands; what it came to once it is published. */
async function reviewEvent(tx: Transaction, what: ReviewEvent, review: QualityReview, time: Date): Promise<NewEvent> {
  const { scorecardVersionId, interactionId, caseId, personId, reviewerId, status } = review;
  const ratings = status === 'DRAFT' ? null : await findRatings(tx.manager, review);
  const criteria = ratings ? await findCriteria(tx.manager, [scorecardVersionId]) : [];
  const score = ratings && scoreOf(criteria, ratings.ratings);
  return {
    ...{ type: `courtesy.review.${what}.v1`, subject: review.id, sequence: review.version, time },
    data: {
      ...{ scorecardVersionId, interactionId, caseId, personId, reviewerId, status },
      scoreTenThousandths: tenThousandthsOf(score?.share ?? null),
      failedCritical: (score?.failedCritical.length ?? 0) > 0,
    },
  } as NewEvent;
}

function problemsOfSubject({ interactionId, caseId }: BeginReviewInput): Problem[] {
  if ((interactionId == null) === (caseId == null))
    return [{ path: 'interactionId', message: 'and caseId: give one of the two' }];
  if (interactionId != null && !isIdOf('intr', interactionId))
    return [{ path: 'interactionId', message: `"${interactionId}" is not the id of a contact` }];
  if (caseId != null && !isIdOf('case', caseId))
    return [{ path: 'caseId', message: `"${caseId}" is not the id of a case` }];
  return [];
}

/** What speaks against reviewing this person for this: it is not on record, or it was somebody else's. */
async function problemsOfWork(
  tx: Transaction,
  { interactionId, caseId, personId }: BeginReviewInput,
): Promise<Problem[]> {
  if (interactionId != null) {
    const contact = await findReviewableContact(tx.manager, interactionId);
    if (!contact) return [nothingThere('interactionId', interactionId)];
    return contact.personId === personId ? [] : [{ path: 'personId', message: 'did not have this contact' }];
  }
  const known = await findReviewableCase(tx.manager, caseId ?? '');
  return known ? [] : [nothingThere('caseId', caseId ?? '')];
}

/** Begins to review somebody. */
export async function beginReview(context: Context, input: BeginReviewInput) {
  const { actor } = context;
  const reviewerId = actor.personId;
  const problems = problemsOfSubject(input);
  if (!reviewerId) problems.push({ path: 'personId', message: 'the caller is no person, and reviews nobody' });
  if (problems.length > 0 || !reviewerId) return invalidInput(problems);
  const by = { personId: reviewerId, at: context.now() };
  const request = { key: input.idempotencyKey, operation: 'beginReview', subject: actor.subject, input, now: by.at };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const person = await lockPersonShared(tx.manager, input.personId);
      if (!person) return notFound(input.personId);
      if (person.id === reviewerId) return { type: 'ReviewerIsReviewed' as const, personId: person.id };
      const isDrawn = await isDrawnFor(tx.manager, reviewerId, input.interactionId ?? '');
      if (!isDrawn) await requirePerson(context, tx, person);
      const version = await currentVersion(tx.manager, input.scorecardId);
      if (!version) return notFound(input.scorecardId);
      const wrong = await problemsOfWork(tx, input);
      if (wrong.length > 0) return invalidInput(wrong);
      const review = newReview(context.newId('qrev'), input, version, by);
      if (!(await addReview(tx.manager, review))) {
        const before = await findReview(tx.manager, review);
        if (!before) throw new Error(`The review that stands in the way of ${review.id} is not there`);
        return { type: 'ReviewedAlready' as const, review: before };
      }
      tx.emit(await reviewEvent(tx, 'drafted', review, by.at));
      return { type: 'ReviewBegun' as const, review };
    }),
  );
}

interface ReviewRequest {
  readonly reviewId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The one way of a change: lock, let the domain decide and keep what goes with it, save, announce, and see what it says of the person. */
function changeReview<O extends { readonly type: string; readonly review?: QualityReview }>(
  context: Context,
  { reviewId, expectedVersion }: ReviewRequest,
  [what, decide]: readonly [ReviewEvent, (current: QualityReview, tx: Transaction, by: ReviewingHand) => Promise<O>],
): Promise<O | NotFound | StaleVersion<QualityReview>> {
  return context.db.transaction(async (tx) => {
    const current = await lockReview(tx.manager, context.actor, reviewId);
    if (!current) return notFound(reviewId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const by = { personId: context.actor.personId ?? null, at: context.now() };
    const outcome = await decide(current, tx, by);
    const { review } = outcome;
    if (!review || review.version === current.version) return outcome;
    await saveReview(tx.manager, review);
    tx.emit(await reviewEvent(tx, what, review, by.at));
    if (what === 'published' || what === 'resolved') await reassess(tx, review.personId, by.at);
    return outcome;
  });
}

const criteriaOf = (tx: Transaction, { scorecardVersionId }: QualityReview) =>
  findCriteria(tx.manager, [scorecardVersionId]);

/** Rates a draft. */
export const rateReview = (context: Context, input: RateReviewInput) =>
  changeReview(context, input, [
    'drafted',
    async (current, tx, by) => {
      const criteria = await criteriaOf(tx, current);
      const { ratings, comment } = input;
      const outcome = rate(current, { id: context.newId('rset'), criteria, ratings, comment }, by);
      if (outcome.type === 'ReviewRated') await addRatings(tx.manager, outcome.set);
      return outcome;
    },
  ]);

/** Publishes a draft. */
export const publishReview = (context: Context, input: PublishReviewInput) =>
  changeReview(context, input, [
    'published',
    async (current, tx, by) =>
      publish(current, { criteria: await criteriaOf(tx, current), set: await findRatings(tx.manager, current) }, by),
  ]);

/** Takes note of a review of oneself. */
export const acknowledgeReview = (context: Context, input: AcknowledgeReviewInput) =>
  changeReview(context, input, ['acknowledged', async (current, _, by) => acknowledge(current, by)]);

/** Disputes a review of oneself. */
export const disputeReview = (context: Context, input: DisputeReviewInput) =>
  changeReview(context, input, [
    'disputed',
    async (current, tx, by) => {
      const given = { id: context.newId('rdis'), given: input, criteria: await criteriaOf(tx, current) };
      const outcome = dispute(current, given, by);
      if (outcome.type === 'ReviewDisputed') await addDispute(tx.manager, outcome.dispute);
      return outcome;
    },
  ]);

/** Resolves a dispute. */
export const resolveDispute = (context: Context, input: ResolveDisputeInput) =>
  changeReview(context, input, [
    'resolved',
    async (current, tx, by) => {
      const given = { id: context.newId('rset'), given: input, criteria: await criteriaOf(tx, current) };
      const outcome = resolve(current, given, by);
      if (outcome.type !== 'DisputeResolved') return outcome;
      if (outcome.set) await addRatings(tx.manager, outcome.set);
      const raised = await findDispute(tx.manager, current.id);
      const said = { outcome: input.outcome, outcomeReason: input.reason };
      await saveResolution(tx.manager, { ...raised, ...said, resolvedById: by.personId, resolvedAt: by.at });
      return outcome;
    },
  ]);
