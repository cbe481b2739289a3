import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { ArrangeCoverInput, EndCoverInput } from '@courtesy/graph-types/cases';
import {
  problemsOfCover,
  type Cover,
  type CoverArranged,
  type CoverEnded,
  type CoverIsOver,
  type CoverOverlaps,
} from './cover.ts';
import { addCover, lockCover, lockCoverOf, overlapping, saveCover } from './cover.store.ts';

/** The scope with which one arranges other people's work. */
export const LEADS = 'automation:write';

/** Whether a caller may arrange who covers for this person: themselves, or whoever leads. */
const mayArrange = ({ actor }: Context, personId: string) =>
  actor.personId === personId || actor.scopes.includes(LEADS);

const changedEvent = (cover: Cover, time: Date): NewEvent => ({
  ...{ type: 'courtesy.cover.changed.v1', subject: cover.id, sequence: cover.version, time },
  data: {
    ...{ personId: cover.personId, coveringPersonId: cover.deputyId },
    ...{ from: cover.from.toISOString(), until: cover.until.toISOString() },
  },
});

/** Arranges who sees to a person's work while they are away. */
export async function arrangeCover(
  context: Context,
  { idempotencyKey, ...input }: ArrangeCoverInput,
): Promise<CoverArranged | CoverOverlaps | InvalidInput | IdempotencyKeyReused> {
  const { db, actor, newId } = context;
  const now = context.now();
  const problems = problemsOfCover(input, now);
  if (!mayArrange(context, input.personId))
    problems.push({ path: 'personId', message: 'is somebody else; ask them or their lead to arrange it' });
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: idempotencyKey, operation: 'arrangeCover', subject: actor.subject, input, now };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      await lockCoverOf(tx.manager, input.personId);
      const other = await overlapping(tx.manager, input);
      if (other) return { type: 'CoverOverlaps' as const, cover: other };
      const cover: Cover = {
        ...{ id: newId('covr'), personId: input.personId, deputyId: input.deputyId },
        ...{ from: input.from, until: input.until, arrangedBy: actor.subject, arrangedAt: now, version: 1 },
      };
      await addCover(tx.manager, cover);
      tx.emit(changedEvent(cover, now));
      return { type: 'CoverArranged' as const, cover };
    }),
  );
}

/** Ends a cover now; one that has not begun never begins. */
export function endCover(
  context: Context,
  { coverId, expectedVersion }: EndCoverInput,
): Promise<CoverEnded | CoverIsOver | NotFound | StaleVersion<Cover>> {
  const now = context.now();
  return context.db.transaction(async (tx) => {
    const current = await lockCover(tx.manager, coverId);
    if (!current || !mayArrange(context, current.personId)) return notFound(coverId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    if (current.until <= now) return { type: 'CoverIsOver' as const, cover: current };
    const from = current.from < now ? current.from : now;
    const cover = { ...current, from, until: now, version: current.version + 1 };
    await saveCover(tx.manager, cover);
    tx.emit(changedEvent(cover, now));
    return { type: 'CoverEnded' as const, cover };
  });
}
