import { invalidInput, notFound, staleVersion, type NotFound, type Problem, type StaleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  AgreeCoachingInput,
  CompleteCoachingInput,
  FollowUpCoachingInput,
  ProposeCoachingInput,
} from '@courtesy/graph-types/workforce';
import { requirePerson } from '../appraisal/appraisal.commands.ts';
import { nothingThere } from '../directory/problems.ts';
import { lockPersonShared } from '../person/person.store.ts';
import { findReviews } from '../quality-review/quality-review.store.ts';
import { mendGap } from '../skill-gap/skill-gap.commands.ts';
import type { SkillGap } from '../skill-gap/skill-gap.ts';
import { findGap } from '../skill-gap/skill-gap.store.ts';
import {
  actionsOf,
  agree,
  complete,
  followUp,
  problemsOfProposal,
  type CoachingHand,
  type CoachingSession,
} from './coaching.ts';
import { addCoaching, lockCoaching, saveCoaching } from './coaching.store.ts';

/** What others are told of coaching: whom, by whom and where it stands; never what was said. */
const coachingEvent = (session: CoachingSession, time: Date): NewEvent => ({
  ...{ type: 'courtesy.coaching.changed.v1', subject: session.id, sequence: session.version, time },
  data: {
    ...{ personId: session.personId, coachId: session.coachId, gapId: session.gapId, status: session.status },
    ...{ followUpOn: session.followUpOn, doneAt: session.doneAt?.toISOString() ?? null },
  },
});

/** What speaks against a proposal in what is on record: reviews that are not of this person, or a gap of somebody else. */
async function problemsOfRecord(
  context: Context,
  tx: Transaction,
  { input, gap }: { readonly input: ProposeCoachingInput; readonly gap: SkillGap | null },
): Promise<Problem[]> {
  const ids = input.reviewIds ?? [];
  const reviews = await findReviews(tx.manager, context.actor, ids);
  return [
    ...ids.flatMap((id, i) => {
      const review = reviews.get(id);
      if (!review) return [nothingThere(`reviewIds[${i}]`, id)];
      const message = 'is of somebody else, or a draft';
      const isTheirs = review.personId === input.personId && review.status !== 'DRAFT';
      return isTheirs ? [] : [{ path: `reviewIds[${i}]`, message }];
    }),
    ...(input.gapId != null && gap?.personId !== input.personId ? [nothingThere('gapId', input.gapId)] : []),
  ];
}

/** Proposes to coach somebody. */
export async function proposeCoaching(context: Context, input: ProposeCoachingInput) {
  const { actor } = context;
  const at = context.now();
  const coachId = actor.personId;
  if (!coachId) return invalidInput([{ path: 'personId', message: 'the caller is no person, and coaches nobody' }]);
  const problems = problemsOfProposal(input, coachId, at.toISOString().slice(0, 10));
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation: 'proposeCoaching', subject: actor.subject, input, now: at };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const person = await lockPersonShared(tx.manager, input.personId);
      if (!person) return notFound(input.personId);
      await requirePerson(context, tx, person);
      const gap = input.gapId == null ? null : await findGap(tx.manager, actor, input.gapId);
      const wrong = await problemsOfRecord(context, tx, { input, gap });
      if (wrong.length > 0) return invalidInput(wrong);
      const session: CoachingSession = {
        ...{ id: context.newId('coac'), personId: person.id, coachId, gapId: gap?.id ?? null },
        ...{ scorecardId: gap?.scorecardId ?? null, criterionKey: gap?.criterionKey ?? null },
        ...{ reviewIds: [...new Set(input.reviewIds ?? [])], aim: input.aim, actions: actionsOf(input.actions ?? []) },
        ...{ followUpOn: input.followUpOn, status: 'PROPOSED', outcome: null, proposedAt: at },
        ...{ agreedAt: null, doneAt: null, followedUpAt: null, version: 1 },
      };
      await addCoaching(tx.manager, session);
      tx.emit(coachingEvent(session, at));
      return { type: 'CoachingProposed' as const, session };
    }),
  );
}

interface CoachingRequest {
  readonly coachingId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The one way of a change: lock, let the domain decide, save, announce. */
function changeCoaching<O extends { readonly type: string; readonly session?: CoachingSession }>(
  context: Context,
  { coachingId, expectedVersion }: CoachingRequest,
  decide: (current: CoachingSession, by: CoachingHand, tx: Transaction) => O | Promise<O>,
): Promise<O | NotFound | StaleVersion<CoachingSession>> {
  return context.db.transaction(async (tx) => {
    const current = await lockCoaching(tx.manager, context.actor, coachingId);
    if (!current) return notFound(coachingId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = await decide(current, { personId: context.actor.personId ?? null, at: context.now() }, tx);
    const { session } = outcome;
    if (!session || session.version === current.version) return outcome;
    await saveCoaching(tx.manager, session);
    tx.emit(coachingEvent(session, context.now()));
    return outcome;
  });
}

/** Agrees to be coached. */
export const agreeCoaching = (context: Context, input: AgreeCoachingInput) => changeCoaching(context, input, agree);

/** Puts down that it took place. */
export const completeCoaching = (context: Context, input: CompleteCoachingInput) =>
  changeCoaching(context, input, (current, by) => complete(current, input, by));

/** Puts down what became of it, and whether the gap is mended. */
export const followUpCoaching = (context: Context, input: FollowUpCoachingInput) =>
  changeCoaching(context, input, async (current, by, tx) => {
    const outcome = followUp(current, input, by);
    if (outcome.type !== 'CoachingFollowedUp' || !input.isMended || !current.gapId) return outcome;
    const gap = await findGap(tx.manager, context.actor, current.gapId);
    if (gap) await mendGap(tx, gap, by.at);
    return outcome;
  });
