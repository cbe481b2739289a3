import { invalidInput, notFound } from '@courtesy/kernel';
import { once } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { GiveRecognitionInput, WithdrawRecognitionInput } from '@courtesy/graph-types/workforce';
import { whoKeeps } from '../meeting/meeting.commands.ts';
import { lockPersonShared } from '../person/person.store.ts';
import { problemsOfRecognition, withdraw, type Recognition } from './recognition.ts';
import { addRecognition, lockGivenBy, saveWithdrawal } from './recognition.store.ts';

/** Recognises what a colleague did. */
export function giveRecognition(context: Context, input: GiveRecognitionInput) {
  const now = context.now();
  const giverId = whoKeeps(context);
  const request = { key: input.idempotencyKey, operation: 'giveRecognition', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now }, async () => {
      const problems = problemsOfRecognition(input);
      if (problems.length > 0) return invalidInput(problems);
      if (input.personId === giverId) return { type: 'RecognitionOfOneself' as const };
      const person = await lockPersonShared(tx.manager, input.personId);
      if (!person) return notFound(input.personId);
      if (person.leftAt) return { type: 'PersonHasLeft' as const, person };
      const recognition: Recognition = {
        ...{ id: context.newId('reco'), personId: person.id, giverId, caseId: input.caseId ?? null },
        ...{ value: input.value.trim(), words: input.words.trim(), givenAt: now, withdrawnAt: null },
      };
      await addRecognition(tx.manager, recognition);
      tx.emit({
        ...{ type: 'courtesy.recognition.given.v1', subject: recognition.id, sequence: 1, time: now },
        data: { personId: recognition.personId, giverId, caseId: recognition.caseId },
      });
      return { type: 'RecognitionGiven' as const, recognition };
    }),
  );
}

/** Takes back a recognition that the caller gave. */
export function withdrawRecognition(context: Context, { recognitionId }: WithdrawRecognitionInput) {
  const giverId = whoKeeps(context);
  return context.db.transaction(async (tx) => {
    const current = await lockGivenBy(tx.manager, giverId, recognitionId);
    if (!current) return notFound(recognitionId);
    const outcome = withdraw(current, context.now());
    if (outcome.type !== 'RecognitionWithdrawn') return outcome;
    await saveWithdrawal(tx.manager, outcome.recognition);
    tx.emit({
      ...{ type: 'courtesy.recognition.withdrawn.v1', subject: current.id, sequence: 2, time: context.now() },
      data: { personId: current.personId, giverId },
    });
    return outcome;
  });
}
