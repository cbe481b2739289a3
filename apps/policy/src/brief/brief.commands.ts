import {
  invalidInput,
  isIdOf,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  AmendBriefInput,
  BriefKind,
  CancelBriefInput,
  DraftProductBulletinInput,
  DraftPromotionBriefInput,
  PublishBriefInput,
} from '@courtesy/graph-types/policy';
import { problemsOfReason } from '../policy/policy-version.ts';
import { audienceOf } from '../policy/policy.ts';
import { cancelledEvent, publishedEvent } from './brief-events.ts';
import { contentGiven, problemsOfBrief, type BriefGiven } from './brief-given.ts';
import {
  amend,
  cancel,
  publish,
  type BriefAmended,
  type BriefCancelled,
  type BriefDrafted,
  type BriefPublished,
  type BriefVersion,
  type IllegalBriefState,
  type StaffBrief,
} from './brief.ts';
import {
  addBrief,
  addBriefVersion,
  lockBrief,
  saveBrief,
  saveDraft,
  saveWithdrawn,
  versionsOf,
} from './brief.store.ts';

/** Why a bulletin or brief could not be touched at all. */
export type Refusal = NotFound | StaleVersion<StaffBrief>;
/** What can come of writing a bulletin or brief. */
export type DraftBriefOutcome = BriefDrafted | InvalidInput | IdempotencyKeyReused;

type DraftInput = DraftProductBulletinInput | DraftPromotionBriefInput;

function draftOf(context: Context, kind: BriefKind, given: BriefGiven): BriefDrafted {
  const brief: StaffBrief = {
    id: context.newId(kind === 'BULLETIN' ? 'bul' : 'brf'),
    kind,
    title: given.title?.trim() ?? '',
    product: given.product?.trim() ?? null,
    reviewBy: given.reviewBy ?? null,
    cancelledAt: null,
    cancellationReason: null,
    version: 1,
  };
  const briefVersion: BriefVersion = {
    id: context.newId('brfv'),
    briefId: brief.id,
    number: 1,
    status: 'DRAFT',
    message: '',
    tellCustomers: null,
    terms: null,
    faqs: [],
    ...audienceOf(null),
    mustReadBeforeShift: false,
    quiz: null,
    approvedAt: null,
    effectiveFrom: null,
    endsAt: null,
    withdrawnAt: null,
    ...contentGiven(given),
    authorId: context.actor.personId ?? null,
  };
  return { type: 'BriefDrafted', brief, briefVersion };
}

/** Writes a bulletin or brief with the draft of its first version. */
export async function draftBrief(context: Context, kind: BriefKind, input: DraftInput): Promise<DraftBriefOutcome> {
  const problems = problemsOfBrief(kind, input);
  if (problems.length > 0) return invalidInput(problems);
  const request = {
    key: input.idempotencyKey,
    operation: kind === 'BULLETIN' ? 'draftProductBulletin' : 'draftPromotionBrief',
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const drafted = draftOf(context, kind, input);
      await addBrief(tx.manager, drafted.brief);
      await addBriefVersion(tx.manager, drafted.briefVersion);
      return drafted;
    }),
  );
}

/** Runs a change of a bulletin or brief in a transaction, with it locked and still as the caller read it. */
function onBrief<T>(
  { db }: Pick<Context, 'db'>,
  input: { readonly briefId: string; readonly expectedVersion?: number | null | undefined },
  change: (tx: Transaction, brief: StaffBrief, versions: readonly BriefVersion[]) => Promise<T>,
): Promise<T | Refusal> {
  return db.transaction(async (tx): Promise<T | Refusal> => {
    const brief = await lockBrief(tx.manager, input.briefId);
    if (!brief) return notFound(input.briefId);
    if (input.expectedVersion != null && input.expectedVersion !== brief.version)
      return staleVersion(input.expectedVersion, brief);
    return change(tx, brief, await versionsOf(tx.manager, brief.id));
  });
}

/** Publishes a draft. */
export function publishBrief(
  context: Context,
  input: PublishBriefInput,
): Promise<BriefPublished | IllegalBriefState | Refusal | InvalidInput> {
  const now = context.now();
  return onBrief(context, input, async (tx, brief, versions) => {
    const outcome = publish(brief, versions, now);
    if (outcome.type !== 'BriefPublished') return outcome;
    await saveBrief(tx.manager, outcome.brief);
    await saveDraft(tx.manager, outcome.briefVersion);
    tx.emit(publishedEvent(outcome.brief, outcome.briefVersion, now));
    return outcome;
  });
}

async function keepAmended(tx: Transaction, { brief, briefVersion, withdrawn }: BriefAmended, now: Date) {
  await saveBrief(tx.manager, brief);
  await saveWithdrawn(tx.manager, withdrawn);
  if (briefVersion.status === 'DRAFT') return saveDraft(tx.manager, briefVersion);
  await addBriefVersion(tx.manager, briefVersion);
  tx.emit(publishedEvent(brief, briefVersion, now));
}

/** Lets a bulletin or brief say something else: a draft at once, a published one by a next version. */
export async function amendBrief(
  context: Context,
  input: AmendBriefInput,
): Promise<BriefAmended | IllegalBriefState | Refusal | InvalidInput> {
  const { title, reviewBy } = input;
  const now = context.now();
  const problems = problemsOfBrief(isIdOf('bul', input.briefId) ? 'BULLETIN' : 'PROMOTION', input);
  if (problems.length > 0) return invalidInput(problems);
  const amendment = {
    brief: { ...(title != null && { title: title.trim() }), ...(reviewBy != null && { reviewBy }) },
    content: contentGiven(input),
    newId: () => context.newId('brfv'),
    authorId: context.actor.personId ?? null,
  };
  return onBrief(context, input, async (tx, brief, versions) => {
    const outcome = amend(brief, versions, amendment, now);
    if (outcome.type === 'BriefAmended') await keepAmended(tx, outcome, now);
    return outcome;
  });
}

/** Ends a bulletin or brief now, or keeps it from ever being live. */
export async function cancelBrief(
  context: Context,
  input: CancelBriefInput,
): Promise<BriefCancelled | IllegalBriefState | Refusal | InvalidInput> {
  const problems = problemsOfReason('reason', input.reason);
  if (problems.length > 0) return invalidInput(problems);
  const now = context.now();
  return onBrief(context, input, async (tx, brief, versions) => {
    const outcome = cancel(brief, versions, { reason: input.reason, now });
    if (outcome.type !== 'BriefCancelled') return outcome;
    await saveBrief(tx.manager, outcome.brief);
    await saveWithdrawn(tx.manager, outcome.withdrawn);
    // Nobody was told of a draft.
    if (versions.some(({ approvedAt }) => approvedAt !== null)) tx.emit(cancelledEvent(outcome.brief, now));
    return outcome;
  });
}
