import type { EventType } from '@courtesy/events';
import { reactionPart, type ReactionPart } from '@courtesy/persistence';
import type { ActivitySource, SourceEvent } from '../fact/activity-fact.ts';
import { activityFactTables } from '../fact/activity-fact.table.ts';
import { openBook, saveBook } from '../fact/fact-book.store.ts';

/** Keeps facts of activities as these sources tell them: a page costs a fixed number of statements, however long it is. */
export function activityPart(sources: readonly ActivitySource[]): ReactionPart {
  const sourceOf = new Map<EventType, ActivitySource>(
    sources.flatMap((source) => source.types.map((type) => [type, source] as const)),
  );
  return reactionPart([...sourceOf.keys()], async ({ manager }, events) => {
    const told = events.map((event) => ({ event: event as SourceEvent, source: sourceOf.get(event.type) }));
    const named = told.flatMap(({ event, source }) => source?.names(event) ?? []);
    const book = await openBook(manager, activityFactTables, named);
    for (const { event, source } of told) source?.apply(book, event);
    await saveBook(manager, activityFactTables, book.pages());
  });
}
