import { invalidInput, notFound } from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import { dueWorker, type Context, type DueParts } from '@courtesy/subgraph';
import type { AnswerPulseInput, OpenPulseInput } from '@courtesy/graph-types/workforce';
import { problemsOfText } from '../directory/problems.ts';
import { placeOf, whoKeeps } from '../meeting/meeting.commands.ts';
import { FEWEST, MAX_COMMENT, problemsOfAnswers, problemsOfPulse, type Pulse } from './pulse.ts';
import {
  addPulse,
  findAsked,
  findComments,
  findTallies,
  keepAnswers,
  lockAsked,
  lockOverdue,
  lockPulse,
  nextClosing,
  peopleAt,
  seal,
} from './pulse.store.ts';

/** Asks everybody who works in a team or at a site how it is. */
export function openPulse(context: Context, input: OpenPulseInput) {
  const now = context.now();
  const request = { key: input.idempotencyKey, operation: 'openPulse', subject: context.actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const problems = problemsOfPulse(input, now);
      if (problems.length > 0) return invalidInput(problems);
      const place = await placeOf(context, tx, input);
      if (!place) return notFound(input.teamId ?? input.siteId ?? '');
      const people = await peopleAt(tx.manager, place);
      if (people.length < FEWEST) return { type: 'TooFewToAsk' as const, people: people.length };
      const questions = input.questions.map(({ key, text, scale }) => ({ key, text: text.trim(), scale }));
      const pulse: Pulse = {
        ...{ id: context.newId('puls'), title: input.title.trim(), ...place, questions, asked: people.length },
        ...{ openedAt: now, closesAt: input.closesAt, closedAt: null },
      };
      const asked = people.map(({ id: personId, teamId }) => ({
        ...{ id: context.newId('pupe'), pulseId: pulse.id, personId, teamId, hasAnswered: false },
      }));
      await addPulse(tx.manager, pulse, asked);
      const { siteId, teamId, closesAt } = pulse;
      tx.emit({
        ...{ type: 'courtesy.pulse.opened.v1', subject: pulse.id, sequence: 1, time: now },
        data: { siteId, teamId, asked: people.length, closesAt: closesAt.toISOString() },
      });
      return { type: 'PulseOpened' as const, pulse };
    }),
  );
}

const problemsOf = (pulse: Pulse, { answers, comment }: AnswerPulseInput) => [
  ...problemsOfAnswers(pulse, answers),
  ...(comment == null ? [] : problemsOfText('comment', comment, MAX_COMMENT)),
];

/** Counts the caller's answers. No key of the request is kept, since what is kept with it names the caller. */
export function answerPulse(context: Context, input: AnswerPulseInput) {
  const { pulseId, answers, comment } = input;
  return context.db.transaction(async (tx) => {
    const pulse = await lockPulse(tx.manager, context.actor, pulseId);
    const asked = pulse && (await lockAsked(tx.manager, pulse.id, whoKeeps(context)));
    if (!asked) return notFound(pulseId);
    if (asked.hasAnswered) return { type: 'PulseAnsweredAlready' as const };
    if (pulse.closedAt || pulse.closesAt <= context.now()) return { type: 'PulseIsOver' as const, pulse };
    const problems = problemsOf(pulse, input);
    if (problems.length > 0) return invalidInput(problems);
    const { teamId } = asked;
    await keepAnswers(tx.manager, asked, {
      tallies: answers.map(({ question, value }) => ({
        ...{ id: context.newId('puta'), pulseId: pulse.id, teamId, question, value, answers: 1 },
      })),
      comment: comment == null ? null : { id: context.newId('puco'), pulseId: pulse.id, text: comment.trim() },
    });
    return { type: 'PulseAnswered' as const, pulse };
  });
}

async function close(
  tx: Transaction,
  pulse: Pulse,
  { newId, at }: { newId: Context['newId']; at: Date },
): Promise<void> {
  const people = await findAsked(tx.manager, pulse.id);
  const tallies = await findTallies(tx.manager, pulse.id);
  const comments = await findComments(tx.manager, pulse.id);
  await seal(
    tx.manager,
    { ...pulse, closedAt: at },
    {
      people: people.map((each) => ({ ...each, id: newId('pupe') })),
      tallies: tallies.map((each) => ({ ...each, id: newId('puta') })),
      comments: comments.map((each) => ({ ...each, id: newId('puco') })),
    },
  );
  const answered = people.filter(({ hasAnswered }) => hasAnswered).length;
  const { siteId, teamId, asked } = pulse;
  const data = { siteId, teamId, asked, answered };
  tx.emit({ type: 'courtesy.pulse.closed.v1', subject: pulse.id, sequence: 2, time: at, data });
}

const BATCH = 20;

/** Closes pulses whose time is over, so that they may be read. */
export function closeOverdue({ database, now, newId }: DueParts): Promise<number> {
  return database.transaction(async (tx) => {
    const over = await lockOverdue(tx.manager, now(), BATCH);
    for (const pulse of over) await close(tx, pulse, { newId, at: now() });
    return over.length;
  });
}

/** Closes pulses at their time. */
export const pulseKeeper = dueWorker({
  ...{ name: 'pulse keeper', service: 'workforce', next: nextClosing, take: closeOverdue },
});
