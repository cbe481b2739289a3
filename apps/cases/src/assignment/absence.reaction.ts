import type { KnownEvent } from '@courtesy/events';
import { reactionPart } from '@courtesy/persistence';
import { keepReadiness, readinessEvents } from '../person-copy/readiness.store.ts';
import { addLeavers } from './leaver.store.ts';
import { withdrawFromAbsent } from './ending.commands.ts';

/** Keeps what people can do and whether they are there: who is offered work is decided by it. */
export const readinessPart = reactionPart(readinessEvents, ({ manager }, events) => keepReadiness(manager, events));

const absences = [
  'courtesy.person.left.v1',
  'courtesy.presence.changed.v1',
  'courtesy.shift.changed.v1',
  'courtesy.shift.cancelled.v1',
  'courtesy.leave.changed.v1',
] as const;

const whoIn = ({ type, subject, data }: KnownEvent<(typeof absences)[number]>) =>
  type === 'courtesy.person.left.v1' ? subject : data.personId;

/** Keeps who has left: what they had in hand goes back to their teams. */
export const leavingPart = reactionPart(['courtesy.person.left.v1'], ({ manager }, events) =>
  addLeavers(
    manager,
    events.map(({ subject, data }) => ({ person_id: subject, due_at: data.leftAt })),
  ),
);

/** Takes back what was offered to those who have left or gone away, as of the last event of the page; after all copies are kept. */
export const absencePart = reactionPart(absences, async (tx, events) => {
  const last = events.at(-1);
  if (last) await withdrawFromAbsent(tx, [...new Set(events.map(whoIn))], new Date(last.time));
});
