import type { EventType, KnownEvent } from '@courtesy/events';
import type { Transaction } from './database.ts';
import type { Reaction } from './feed-reader.ts';

/** What one concern of a service does about events of a feed: the types it wants, and what it does with a batch of them, in feed order. */
export interface ReactionPart<T extends EventType = EventType> {
  readonly types: readonly T[];
  readonly apply: (tx: Transaction, events: readonly KnownEvent<T>[]) => Promise<void>;
}

/** A part whose events are typed by the types it names. */
export const reactionPart = <const T extends EventType>(
  types: readonly T[],
  apply: ReactionPart<T>['apply'],
): ReactionPart => ({ types, apply: apply as ReactionPart['apply'] });

/**
 * The one reaction of a service to a feed, put together from what its concerns do about it. Each part is given its own events of the batch, in
 * feed order, all in the transaction that moves the cursor; the parts follow one another as listed.
 */
export function reactionOf(feed: string, parts: readonly ReactionPart[]): Reaction {
  return {
    feed,
    types: [...new Set(parts.flatMap(({ types }) => types))],
    apply: async (tx, events) => {
      for (const { types, apply } of parts) {
        const own = events.filter(({ type }) => types.includes(type));
        if (own.length > 0) await apply(tx, own);
      }
    },
  };
}
