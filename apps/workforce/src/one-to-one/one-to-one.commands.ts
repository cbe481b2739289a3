import { addDays, invalidInput, notFound } from '@courtesy/kernel';
import { BadInput, once } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { NoteOneToOneInput, RecordOneToOneInput } from '@courtesy/graph-types/workforce';
import { problemsOfText } from '../directory/problems.ts';
import { whoKeeps } from '../meeting/meeting.commands.ts';
import type { Person } from '../person/person.ts';
import { lockPersonShared } from '../person/person.store.ts';
import { findSites } from '../site/site.store.ts';
import { dayAt } from '../skill/certificate.commands.ts';
import { MAX_NOTE, problemsOfOneToOne, type OneToOne } from './one-to-one.ts';
import { addNote, addOneToOne, findOneToOne, reportsNotMetSince } from './one-to-one.store.ts';

/** Puts on record that the caller talked alone with somebody who reports to them. */
export function recordOneToOne(context: Context, input: RecordOneToOneInput) {
  const now = context.now();
  const leadId = whoKeeps(context);
  const request = {
    key: input.idempotencyKey,
    operation: 'recordOneToOne',
    subject: context.actor.subject,
    input,
    now,
  };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const person = await lockPersonShared(tx.manager, input.personId);
      if (!person) return notFound(input.personId);
      if (person.managerId !== leadId) return { type: 'NotYourReport' as const };
      const timeZone = (await findSites(tx.manager, [person.siteId])).get(person.siteId)?.timeZone ?? 'UTC';
      const problems = problemsOfOneToOne(input, dayAt(now, timeZone));
      if (problems.length > 0) return invalidInput(problems);
      const oneToOne: OneToOne = {
        ...{ id: context.newId('oneo'), personId: person.id, leadId },
        ...{ metOn: input.metOn, nextOn: input.nextOn ?? null },
      };
      await addOneToOne(tx.manager, oneToOne);
      const note = { id: context.newId('onno'), oneToOneId: oneToOne.id, byId: leadId, writtenAt: now };
      if (input.note != null) await addNote(tx.manager, { ...note, text: input.note });
      const { metOn, nextOn } = oneToOne;
      tx.emit({
        ...{ type: 'courtesy.one-to-one.recorded.v1', subject: oneToOne.id, sequence: 1, time: now },
        data: { personId: person.id, leadId, metOn, nextOn },
      });
      return { type: 'OneToOneRecorded' as const, oneToOne };
    }),
  );
}

/** Writes something down of a one-to-one. */
export function noteOneToOne(context: Context, input: NoteOneToOneInput) {
  const now = context.now();
  const byId = whoKeeps(context);
  const request = { key: input.idempotencyKey, operation: 'noteOneToOne', subject: context.actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const problems = problemsOfText('text', input.text, MAX_NOTE);
      if (problems.length > 0) return invalidInput(problems);
      const oneToOne = await findOneToOne(tx.manager, context.actor, input.oneToOneId);
      if (!oneToOne) return notFound(input.oneToOneId);
      await addNote(tx.manager, {
        ...{ id: context.newId('onno'), oneToOneId: oneToOne.id, byId, text: input.text, writtenAt: now },
      });
      return { type: 'OneToOneNoted' as const, oneToOne };
    }),
  );
}

const MAX_DAYS = 366;

/** With which of their reports somebody has not talked alone for so many days; for themselves alone. Throws BadInput for days that are none. */
export async function reportsToTalkTo(context: Context, lead: Person, days: number): Promise<Person[]> {
  if (days < 1 || days > MAX_DAYS) throw new BadInput(`days is ${days}; ask for 1 to ${MAX_DAYS}.`);
  if (lead.id !== context.actor.personId) return [];
  const day = addDays(context.now().toISOString().slice(0, 10), -days);
  return reportsNotMetSince(context.db.manager, lead.id, day);
}
