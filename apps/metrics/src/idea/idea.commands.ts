import { invalidInput, notFound, staleVersion, type Problem } from '@courtesy/kernel';
import { once } from '@courtesy/persistence';
import { forbidden, onceRequest, type Context } from '@courtesy/subgraph';
import type { AnswerIdeaInput, SuggestIdeaInput } from '@courtesy/graph-types/metrics';
import { ANSWER_DAYS, daysAfter } from '../awaited/awaited.ts';
import { initiativesById } from '../initiative/initiative.store.ts';
import { isApproved } from '../process/procedure.store.ts';
import { causeOf } from '../root-cause/root-cause.store.ts';
import { answeredIdea, problemsOfIdea, problemsOfIdeaAnswer, type Idea } from './idea.ts';
import { changedIdea } from './idea-events.ts';
import { addAnswer, addIdea, lockIdea, saveIdeas } from './idea.store.ts';

/** Suggests something. @throws a FORBIDDEN error for a caller who is no person of the organisation. */
export async function suggestIdea(context: Context, input: SuggestIdeaInput) {
  const { db, newId, now, actor } = context;
  const { personId } = actor;
  if (!personId) throw forbidden('Ideas are those of people who work here.');
  const { causeId = null } = input;
  const problems = problemsOfIdea(input);
  if (causeId !== null && !(await causeOf(db.manager, causeId)))
    problems.push({ path: 'causeId', message: `"${causeId}" is no cause on record` });
  if (problems.length > 0) return invalidInput(problems);
  return db.transaction((tx) =>
    once(tx, onceRequest(context, 'suggestIdea', input), async () => {
      const at = now();
      const answerBy = daysAfter(at, input.answerWithinDays ?? ANSWER_DAYS);
      const idea: Idea = {
        ...{ id: newId('idea'), title: input.title.trim(), words: input.words.trim(), causeId },
        ...{ suggestedAt: at, suggestedById: personId, answerBy, unansweredAt: null, decision: null },
        ...{ answeredAt: null, version: 1 },
      };
      await addIdea(tx.manager, idea);
      tx.emit(changedIdea(idea, at));
      return { type: 'IdeaSuggested' as const, idea };
    }),
  );
}

/** What is wrong with what an idea is said to have led to. */
async function problemsOfLinks(context: Context, input: AnswerIdeaInput): Promise<Problem[]> {
  const { initiativeId = null, policyVersionId = null } = input;
  const initiative = initiativeId && (await context.load(initiativesById, initiativeId, undefined));
  return [
    ...(initiativeId === null || initiative
      ? []
      : [{ path: 'initiativeId', message: `"${initiativeId}" is no initiative on record` }]),
    ...(policyVersionId === null || (await isApproved(context.db.manager, policyVersionId))
      ? []
      : [{ path: 'policyVersionId', message: 'is no version of a policy that was approved' }]),
  ];
}

/** Puts on record what was decided about an idea, by somebody else than whoever had it. What is tried may be decided later. */
export async function answerIdea(context: Context, input: AnswerIdeaInput) {
  const { db, newId, now, actor } = context;
  const { ideaId, decision, expectedVersion } = input;
  const itself = problemsOfIdeaAnswer(input);
  const problems = itself.length > 0 ? itself : await problemsOfLinks(context, input);
  if (problems.length > 0) return invalidInput(problems);
  return db.transaction(async (tx) => {
    const current = await lockIdea(tx.manager, ideaId);
    if (!current) return notFound(ideaId);
    if (expectedVersion != null && expectedVersion !== current.version) return staleVersion(expectedVersion, current);
    const at = now();
    const byId = actor.personId ?? null;
    const idea = answeredIdea(current, { decision, at, byId });
    if ('type' in idea) return idea;
    await saveIdeas(tx.manager, [idea]);
    await addAnswer(tx.manager, {
      ...{ id: newId('idan'), ideaId, decision, reply: input.reply.trim(), answeredAt: at, answeredById: byId },
      ...{ initiativeId: input.initiativeId ?? null, policyVersionId: input.policyVersionId ?? null },
    });
    tx.emit(changedIdea(idea, at));
    return { type: 'IdeaAnswered' as const, idea };
  });
}
