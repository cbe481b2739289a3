import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { CancelInterviewInput, PlanInterviewInput, ScoreInterviewInput } from '@courtesy/graph-types/workforce';
import { lockApplicant } from '../applicant/applicant.store.ts';
import { nothingThere } from '../directory/problems.ts';
import { lockOpening } from '../opening/opening.store.ts';
import { findPeople } from '../person/person.store.ts';
import { requireSite } from '../directory/access.commands.ts';
import { cancel, plan, problemsOfInterview, score, type Interview } from './interview.ts';
import { addInterview, addScore, lockInterview, saveInterview, scoresOf } from './interview.store.ts';

const interviewEvent = (interview: Interview, time: Date): NewEvent => ({
  ...{ type: 'courtesy.interview.changed.v1', subject: interview.id, sequence: interview.version, time },
  data: {
    ...{ applicantId: interview.applicantId, kind: interview.kind, status: interview.status },
    ...{ startsAt: interview.startsAt?.toISOString() ?? null, panelIds: [...interview.panel] },
  },
});

/** Plans how an applicant is got to know. */
export async function planInterview(context: Context, input: PlanInterviewInput) {
  const problems = problemsOfInterview(input);
  if (problems.length > 0) return invalidInput(problems);
  const at = context.now();
  const request = { key: input.idempotencyKey, operation: 'planInterview', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: at }, async () => {
      const applicant = await lockApplicant(tx.manager, context.actor, input.applicantId);
      if (!applicant) return notFound(input.applicantId);
      await requireSite(context, tx, applicant.siteId);
      const people = await findPeople(tx.manager, input.panelIds);
      const gone = input.panelIds.flatMap((id, i) => {
        const person = people.get(id);
        const path = `panelIds[${i}]`;
        if (!person) return [nothingThere(path, id)];
        return person.leftAt ? [{ path, message: 'has left the organisation' }] : [];
      });
      if (gone.length > 0) return invalidInput(gone);
      const outcome = plan(context.newId('jint'), input, { applicant, at });
      if (outcome.type !== 'InterviewPlanned') return outcome;
      await addInterview(tx.manager, outcome.interview);
      tx.emit(interviewEvent(outcome.interview, at));
      return outcome;
    }),
  );
}

/** Scores as one of the panel. */
export function scoreInterview(context: Context, input: ScoreInterviewInput) {
  return context.db.transaction(async (tx) => {
    const current = await lockInterview(tx.manager, context.actor, input.interviewId);
    const applicant = current && (await lockApplicant(tx.manager, context.actor, current.applicantId));
    const opening = applicant && (await lockOpening(tx.manager, applicant.openingId));
    if (!current || !opening) return notFound(input.interviewId);
    const scores = await scoresOf(tx.manager, [current.id]);
    const by = { personId: context.actor.personId ?? null, at: context.now() };
    const outcome = score(current, input, { opening, scores, id: context.newId('iscr') }, by);
    if (outcome.type !== 'InterviewScored') return outcome;
    await addScore(tx.manager, outcome.score);
    await saveInterview(tx.manager, outcome.interview);
    tx.emit(interviewEvent(outcome.interview, by.at));
    return { type: outcome.type, interview: outcome.interview };
  });
}

/** Calls an interview off. */
export function cancelInterview(context: Context, { interviewId, expectedVersion }: CancelInterviewInput) {
  return context.db.transaction(async (tx) => {
    const current = await lockInterview(tx.manager, context.actor, interviewId);
    const applicant = current && (await lockApplicant(tx.manager, context.actor, current.applicantId));
    if (!current || !applicant) return notFound(interviewId);
    await requireSite(context, tx, applicant.siteId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = cancel(current);
    if (outcome.type !== 'InterviewCancelled') return outcome;
    await saveInterview(tx.manager, outcome.interview);
    tx.emit(interviewEvent(outcome.interview, context.now()));
    return outcome;
  });
}
