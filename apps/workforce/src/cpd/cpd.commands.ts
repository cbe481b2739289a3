import { invalidInput, notFound } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { LogCpdInput, WithdrawCpdInput } from '@courtesy/graph-types/workforce';
import { dayAt } from '../skill/certificate.commands.ts';
import { lockLearner } from '../skill/skill.commands.ts';
import { lockSkill } from '../skill/skill.store.ts';
import { newEntry, problemsOfCpd, type CpdEntry } from './cpd.ts';
import { addEntry, lockOwnEntry, saveWithdrawn } from './cpd.store.ts';

const changedEvent = ({ id, personId, doneOn, minutes, skillId, withdrawnAt }: CpdEntry, time: Date): NewEvent => ({
  ...{ type: 'courtesy.cpd.changed.v1', subject: id, sequence: withdrawnAt ? 2 : 1, time },
  data: { personId, doneOn, minutes, skillId, withdrawnAt: withdrawnAt?.toISOString() ?? null },
});

const NO_PERSON = invalidInput([{ path: 'input', message: 'is for people: the caller is none' }]);

/** Puts on record what the caller did to get better at their work. */
export function logCpd(context: Context, input: LogCpdInput) {
  const { actor, newId } = context;
  const now = context.now();
  const request = { key: input.idempotencyKey, operation: 'logCpd', subject: actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const learner = actor.personId ? await lockLearner(context, tx, actor.personId) : null;
      if (!learner) return NO_PERSON;
      const problems = problemsOfCpd(input, dayAt(now, learner.site.timeZone));
      if (problems.length > 0) return invalidInput(problems);
      if (input.skillId && !(await lockSkill(tx.manager, input.skillId))) return notFound(input.skillId);
      const entry = newEntry(input, { id: newId('cpde'), personId: learner.person.id, at: now });
      await addEntry(tx.manager, entry);
      tx.emit(changedEvent(entry, now));
      return { type: 'CpdLogged' as const, entry };
    }),
  );
}

/** Lets an entry of the caller's count no longer; one that does not is left as it is. */
export function withdrawCpd(context: Context, { entryId }: WithdrawCpdInput) {
  return context.db.transaction(async (tx) => {
    const current = await lockOwnEntry(tx.manager, context.actor.personId ?? '', entryId);
    if (!current) return notFound(entryId);
    if (current.withdrawnAt) return { type: 'CpdWithdrawn' as const, entry: current };
    const entry = { ...current, withdrawnAt: context.now() };
    await saveWithdrawn(tx.manager, entry);
    tx.emit(changedEvent(entry, context.now()));
    return { type: 'CpdWithdrawn' as const, entry };
  });
}
