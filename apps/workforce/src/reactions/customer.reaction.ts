import type { KnownEvent } from '@courtesy/events';
import type { Reaction } from '@courtesy/persistence';
import { lockPeople } from '../person/person.store.ts';
import { reviewRosters } from '../roster/roster.commands.ts';
import { blocksOfThese, replaceBlocks } from '../roster/roster.store.ts';
import type { KeptBlock } from '../roster/roster.table.ts';

const visitEvents = [
  'courtesy.visit.planned.v1',
  'courtesy.visit.rescheduled.v1',
  'courtesy.visit.cancelled.v1',
] as const;

type VisitEvent = KnownEvent<(typeof visitEvents)[number]>;

const isVisit = (event: KnownEvent): event is VisitEvent => (visitEvents as readonly string[]).includes(event.type);

function blocksOf({ subject, data }: VisitEvent): KeptBlock[] {
  if (data.status === 'CANCELLED') return [];
  const [startsAt, endsAt] = [new Date(data.startsAt), new Date(data.endsAt)];
  const from = new Date(startsAt.getTime() - data.travelBeforeMs);
  const until = new Date(endsAt.getTime() + data.travelAfterMs);
  return data.personIds.map((personId) => ({
    ...{ id: `${subject}/${personId}`, visitId: subject, personId, from, until, startsAt, endsAt, toldConflicts: 0 },
  }));
}

/** Keeps the time of people that visits to customers take, and finds what is in their way. */
export const customerReaction: Reaction = {
  feed: 'customers',
  types: visitEvents,
  apply: async (tx, events) => {
    const last = new Map(events.filter(isVisit).map((event) => [event.subject, event]));
    const visitIds = [...last.keys()];
    const wanted = [...last.values()].flatMap(blocksOf);
    const at = new Date(Math.max(...events.map(({ time }) => Date.parse(time))));
    const before = await blocksOfThese(tx.manager, visitIds);
    const personIds = [...new Set([...before, ...wanted].map(({ personId }) => personId))];
    await lockPeople(tx.manager, personIds);
    // Whoever was told of conflicts is to be told when there are none, whoever goes now.
    const toldOf = Map.groupBy(before, ({ visitId }) => visitId);
    const toldBefore = (visitId: string) =>
      Math.max(0, ...(toldOf.get(visitId) ?? []).map((each) => each.toldConflicts));
    await replaceBlocks(
      tx.manager,
      visitIds,
      wanted.map((block) => ({ ...block, toldConflicts: toldBefore(block.visitId) })),
    );
    await reviewRosters(tx, { personIds, visitIds, at });
  },
};
