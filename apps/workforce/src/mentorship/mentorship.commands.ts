import { invalidInput, notFound } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { EndMentorshipInput, PairMentorInput } from '@courtesy/graph-types/workforce';
import { lockPersonShared } from '../person/person.store.ts';
import { lockLearner } from '../skill/skill.commands.ts';
import { end, problemsOfPair, type Mentorship } from './mentorship.ts';
import { addMentorship, findPair, lockMentorship, saveEnd } from './mentorship.store.ts';

const changedEvent = (mentorship: Mentorship, time: Date): NewEvent => ({
  ...{ type: 'courtesy.mentorship.changed.v1', subject: mentorship.id, sequence: mentorship.version, time },
  data: {
    ...{ mentorId: mentorship.mentorId, menteeId: mentorship.menteeId },
    ...{ beganAt: mentorship.beganAt.toISOString(), endedAt: mentorship.endedAt?.toISOString() ?? null },
  },
});

/** Lets somebody guide another from now on. */
export function pairMentor(context: Context, input: PairMentorInput) {
  const now = context.now();
  const { mentorId, menteeId } = input;
  const request = { key: input.idempotencyKey, operation: 'pairMentor', subject: context.actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const problems = problemsOfPair(input);
      if (problems.length > 0) return invalidInput(problems);
      if (mentorId === menteeId) return { type: 'MentorIsMentee' as const };
      const mentee = await lockLearner(context, tx, menteeId);
      if (!mentee) return notFound(menteeId);
      const mentor = await lockPersonShared(tx.manager, mentorId);
      if (!mentor) return notFound(mentorId);
      const gone = [mentee.person, mentor].find(({ leftAt }) => leftAt);
      if (gone) return { type: 'PersonHasLeft' as const, person: gone };
      const begun = { id: context.newId('ment'), mentorId, menteeId, focus: input.focus.trim() };
      const mentorship: Mentorship = { ...begun, beganAt: now, endedAt: null, version: 1 };
      if (!(await addMentorship(tx.manager, mentorship))) {
        const known = await findPair(tx.manager, mentorId, menteeId);
        if (known) return { type: 'AlreadyPaired' as const, mentorship: known };
      }
      tx.emit(changedEvent(mentorship, now));
      return { type: 'MentorPaired' as const, mentorship };
    }),
  );
}

/** Lets somebody guide another no longer. */
export function endMentorship(context: Context, { mentorshipId }: EndMentorshipInput) {
  return context.db.transaction(async (tx) => {
    const current = await lockMentorship(tx.manager, context.actor, mentorshipId);
    if (!current) return notFound(mentorshipId);
    const outcome = end(current, context.now());
    if (outcome.type !== 'MentorshipEnded') return outcome;
    await saveEnd(tx.manager, outcome.mentorship);
    tx.emit(changedEvent(outcome.mentorship, context.now()));
    return outcome;
  });
}
