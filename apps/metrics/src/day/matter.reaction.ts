import type { EventType } from '@courtesy/events';
import { insertRows, reactionPart, type ReactionPart } from '@courtesy/persistence';
import { MatterBook } from './matter.ts';
import type { MatterSource } from './matter-source.ts';
import { matterTable } from './matter.table.ts';

/** Keeps open matters as these sources tell them: a page costs three statements at most, however long it is. */
export function matterPart(sources: readonly MatterSource[]): ReactionPart {
  const sourcesOf = new Map<EventType, MatterSource[]>();
  for (const source of sources)
    for (const type of source.types) sourcesOf.set(type, [...(sourcesOf.get(type) ?? []), source]);
  return reactionPart([...sourcesOf.keys()], async ({ manager }, events) => {
    const told = events.flatMap((event) =>
      (sourcesOf.get(event.type) ?? []).map((source) => ({ source, event, ids: source.names(event) })),
    );
    const ids = [...new Set(told.flatMap((each) => each.ids))];
    const known = manager.createQueryBuilder(matterTable, 'm').where('m.id = ANY (:ids)', { ids });
    const book = new MatterBook(await known.getMany());
    for (const { source, event } of told) source.apply(book, event);
    const { current, gone } = book.pages();
    if (gone.length > 0) await manager.query('DELETE FROM day_matter WHERE id = ANY ($1)', [gone]);
    const columns = manager.connection.getMetadata(matterTable).columns.map(({ databaseName }) => databaseName);
    const assignments = columns.filter((name) => name !== 'id').map((name) => `${name} = excluded.${name}`);
    await insertRows(manager, matterTable, current, `(id) DO UPDATE SET ${assignments.join(', ')}`);
  });
}
