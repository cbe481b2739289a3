import type { KnownEvent } from '@courtesy/events';
import { reactionPart, type Transaction } from '@courtesy/persistence';
import { overtakenBy, type BriefCopy } from './brief-copy.ts';
import { copiesOf, keepCopies, keepReadings, keepWithdrawn } from './brief-copy.store.ts';

const published = ['courtesy.brief.published.v1', 'courtesy.bulletin.published.v1'] as const;
const briefEvents = [...published, 'courtesy.brief.cancelled.v1', 'courtesy.brief.read.v1'] as const;

type Published = KnownEvent<(typeof published)[number]>;

const copyOf = ({ subject, data }: Published): BriefCopy => ({
  ...{ id: data.briefVersionId, briefId: subject, number: data.number, title: data.title },
  ...{ liveFrom: new Date(data.liveFrom), liveUntil: data.liveUntil === null ? null : new Date(data.liveUntil) },
  ...{ roles: data.roles, siteIds: data.siteIds, mustRead: data.mustReadBeforeShift, withdrawnAt: null },
});

async function keepPublished({ manager }: Transaction, event: Published): Promise<void> {
  const copy = copyOf(event);
  await keepWithdrawn(manager, overtakenBy(copy, await copiesOf(manager, [copy.briefId]), new Date(event.time)));
  await keepCopies(manager, [copy]);
}

async function keepCancelled({ manager }: Transaction, briefId: string, at: Date): Promise<void> {
  const standing = (await copiesOf(manager, [briefId])).filter(({ withdrawnAt }) => withdrawnAt === null);
  await keepWithdrawn(
    manager,
    standing.map((each) => ({ ...each, withdrawnAt: at })),
  );
}

/** Keeps what staff are to read before a shift, and who has read it. */
export const briefCopies = reactionPart(briefEvents, async (tx, events) => {
  for (const event of events) {
    if (event.type === 'courtesy.brief.read.v1') {
      const { briefVersionId, personId, readAt } = event.data;
      const id = `${briefVersionId}/${personId}`;
      await keepReadings(tx.manager, [{ id, briefVersionId, personId, readAt: new Date(readAt) }]);
    } else if (event.type === 'courtesy.brief.cancelled.v1')
      await keepCancelled(tx, event.subject, new Date(event.data.cancelledAt));
    else await keepPublished(tx, event);
  }
});
