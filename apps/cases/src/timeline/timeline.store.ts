import {
  connectionOf,
  pageSize,
  parseCursor,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import type { Batch, Context } from '@courtesy/subgraph';
import type { TimelineKind, TimelineOrder } from '@courtesy/graph-types/cases';
import { seesCasework } from '../case/case.store.ts';
import { relationEntries } from '../case-merge/relation-entry.store.ts';
import { complaintEntries } from '../complaint/timeline-entry.store.ts';
import { attachmentEntries } from '../attachment/attachment-entry.store.ts';
import { clockEntries } from './clock-entry.store.ts';
import { contactEntries } from './contact-entry.store.ts';
import { guardEntries } from './guard-entry.store.ts';
import { movementEntries } from './movement.store.ts';
import type { TimelineEntry, TimelineSource } from './timeline.ts';

/** Where entries come from. Whatever happens to a case has one line here, and so is on its timeline. */
const sources: readonly TimelineSource[] = [
  ...contactEntries,
  ...movementEntries,
  ...clockEntries,
  ...guardEntries,
  ...relationEntries,
  ...complaintEntries,
  ...attachmentEntries,
  ...clockEntries,
  ...contactEntries,
  ...guardEntries,
  ...movementEntries,
];

const typeOf = new Map(sources.map(({ kind, type }) => [kind, type]));

/** Which part of a timeline is asked for. */
export interface TimelineArgs extends PageArgs {
  /** All kinds, when absent. */
  readonly kinds?: readonly TimelineKind[] | null | undefined;
  readonly orderBy: TimelineOrder;
}

interface EntryRow {
  readonly owner: string;
  readonly kind: TimelineKind;
  readonly id: string;
  readonly at: Date;
  readonly recorded_at: Date;
  readonly recorded_by: string | null;
  readonly person_id: string | null;
  readonly details: object;
}

function entryOf({ kind, id, at, details, ...row }: EntryRow): TimelineEntry {
  const actor = row.recorded_by === null ? null : { subject: row.recorded_by, personId: row.person_id };
  return { ...details, type: typeOf.get(kind) ?? kind, kind, id, at, recordedAt: row.recorded_at, actor };
}

/** The queries of the sources that a caller sees anything of, each under its kind. */
function queriesFor({ actor }: Pick<Context, 'actor'>, kinds: TimelineArgs['kinds']): string[] {
  const casework = seesCasework(actor);
  return sources
    .filter(({ kind }) => !kinds || kinds.includes(kind))
    .flatMap(({ kind, rows }) => {
      const sql = rows(casework);
      return sql === null ? [] : [`SELECT '${kind}' AS kind, found.* FROM (${sql}) AS found`];
    });
}

const emptyPages = (owners: readonly string[]) => owners.map((): EntryRow[] => []);

/** The same page of each owner's timeline, one row more than asked for, in one statement: each source reads no further than the page needs. */
async function pagesOf(context: Context, owners: readonly string[], args: TimelineArgs): Promise<EntryRow[][]> {
  const queries = queriesFor(context, args.kinds);
  if (queries.length === 0) return emptyPages(owners);
  const direction = args.orderBy === 'OLDEST_FIRST' ? 'ASC' : 'DESC';
  const after = args.after ? parseCursor(args.after, 2, [0]) : null;
  const beyond = after ? `WHERE (found.at, found.id) ${direction === 'ASC' ? '>' : '<'} ($3::timestamptz, $4)` : '';
  const inOrder = `ORDER BY at ${direction}, id ${direction}`;
  const parts = queries.map((sql) => `(${sql} ${beyond} ${inOrder} LIMIT $2)`);
  const rows = await context.db.manager.query<EntryRow[]>(
    `SELECT wanted.owner, entry.* FROM unnest($1::text[]) AS wanted (owner)
     CROSS JOIN LATERAL (SELECT * FROM (${parts.join('\nUNION ALL ')}) AS every ${inOrder} LIMIT $2) AS entry
     ORDER BY wanted.owner, entry.at ${direction}, entry.id ${direction}`,
    [owners, pageSize(args) + 1, ...(after ?? [])],
  );
  const byOwner = Map.groupBy(rows, ({ owner }) => owner);
  return owners.map((owner) => byOwner.get(owner) ?? []);
}

/** Counts, for each case, the entries of its timeline. */
const counts: Batch<number, { readonly kinds: TimelineArgs['kinds'] }> = async (context, owners, { kinds }) => {
  const queries = queriesFor(context, kinds);
  if (queries.length === 0) return owners.map(() => 0);
  const rows = await context.db.manager.query<{ owner: string; count: number }[]>(
    `SELECT wanted.owner, counted.count FROM unnest($1::text[]) AS wanted (owner)
     CROSS JOIN LATERAL (SELECT count(*)::integer AS count FROM (${queries.join('\nUNION ALL ')}) AS every) AS counted`,
    [owners],
  );
  const byOwner = new Map(rows.map(({ owner, count }) => [owner, count]));
  return owners.map((owner) => byOwner.get(owner) ?? 0);
};

/**
 * Reads the same page of the timelines of many cases that the caller has been allowed to see, in one statement. Kinds that are casework are
 * not there for a caller who does not see casework, whatever kinds they ask for. Throws BadInput as readPage does.
 */
export const timelinePages: Batch<Connection<TimelineEntry>, TimelineArgs> = async (context, owners, args) => {
  const order: KeysetOrder<TimelineEntry> = { by: ['at', 'id'], direction: 'DESC' };
  const size = pageSize(args);
  const pages = await pagesOf(context, owners, args);
  return pages.map((rows, i) =>
    connectionOf(rows.map(entryOf), {
      ...{ size, order, after: args.after },
      count: async () => (await context.load(counts, owners[i] ?? '', { kinds: args.kinds })) ?? 0,
    }),
  );
};
