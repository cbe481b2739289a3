import type { EntityManager } from 'typeorm';
import type { NewEvent } from '@courtesy/events';

/** The channel on which a service tells its own feed that events were committed. */
export const EVENTS_CHANNEL = 'courtesy_events';

/**
 * The SQL of a service's event log, for its first migration. Append-only: the app role may insert and read, nothing else.
 * Events are ordered by (xid, position): see {@link readEventLog}.
 */
export function eventLogV1(appRole: string): string[] {
  return [
    `CREATE TABLE event_log (
       xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
       position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
       type text NOT NULL,
       subject text NOT NULL,
       sequence integer NOT NULL,
       source text NOT NULL,
       occurred_at timestamptz(3) NOT NULL,
       data json NOT NULL,
       CONSTRAINT event_log_pkey PRIMARY KEY (xid, position)
     )`,
    `CREATE INDEX event_log_subject ON event_log (subject, sequence)`,
    `GRANT SELECT, INSERT ON event_log TO "${appRole}"`,
  ];
}

/** Stores events in the caller's transaction and wakes the feed when it commits. */
export async function appendEvents(manager: EntityManager, source: string, events: readonly NewEvent[]): Promise<void> {
  const rows = events.map((event) => ({
    type: event.type,
    subject: event.subject,
    sequence: event.sequence,
    source,
    occurred_at: event.time,
    data: event.data,
  }));
  await manager.query(
    `INSERT INTO event_log (type, subject, sequence, source, occurred_at, data)
     SELECT type, subject, sequence, source, occurred_at, data
     FROM json_to_recordset($1::json) AS e(type text, subject text, sequence integer, source text, occurred_at timestamptz(3), data json)`,
    [JSON.stringify(rows)],
  );
  await manager.query(`SELECT pg_notify('${EVENTS_CHANNEL}', '')`);
}

/** One piece of a feed: the events as ready CloudEvents JSON, and the place to read on from. */
export interface FeedPage {
  /** CloudEvents objects, each as JSON text. */
  readonly events: readonly string[];
  /** Where the next page starts, as `xid.position`. Equals the place asked from when nothing was there. */
  readonly next: string;
}

interface EventRow {
  readonly place: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  readonly source: string;
  readonly time: Date;
  readonly data: string;
  readonly wanted: boolean;
}

const PLACE = /^(\d{1,20})\.(\d{1,19})$/;

const MAX_XID = 2n ** 64n - 1n;
const MAX_POSITION = 2n ** 63n - 1n;

/** Splits `xid.position`; null when the text is no place in a feed, such as one beyond what PostgreSQL counts to. */
export function parsePlace(text: string): { readonly xid: string; readonly position: string } | null {
  const [, xid, position] = PLACE.exec(text) ?? [];
  if (!xid || !position || BigInt(xid) > MAX_XID || BigInt(position) > MAX_POSITION) return null;
  return { xid, position };
}

const cloudEvent = (row: EventRow): string =>
  `{"specversion":"1.0","id":"${row.place}","source":${JSON.stringify(row.source)},"type":${JSON.stringify(row.type)},` +
  `"subject":${JSON.stringify(row.subject)},"time":"${row.time.toISOString()}","datacontenttype":"application/json",` +
  `"sequence":${row.sequence},"data":${row.data}}`;

/**
 * Reads on from `after` (exclusive; `0.0` is the start), at most `limit` log rows, of which only `types` are returned (all when empty).
 *
 * Ids are handed out before commit, so a reader of `position > last` skips what a slower transaction commits later. This one stops at the
 * oldest transaction still running (`pg_snapshot_xmin`): below it every row is committed or gone, and (xid, position) never changes.
 */
export async function readEventLog(
  manager: EntityManager,
  query: { readonly after: string; readonly limit: number; readonly types?: readonly string[] },
): Promise<FeedPage> {
  const place = parsePlace(query.after);
  if (!place)
    throw new RangeError(`"${query.after}" is not a place in this feed; use the id of an event, or 0.0 for the start`);
  const rows = await manager.query<EventRow[]>(
    `SELECT xid || '.' || position AS place, type, subject, sequence, source, occurred_at AS time, data::text AS data,
            (cardinality($4::text[]) = 0 OR type = ANY ($4::text[])) AS wanted
     FROM event_log
     WHERE (xid, position) > ($1::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
     ORDER BY xid, position
     LIMIT $3`,
    [place.xid, place.position, query.limit, query.types ?? []],
  );
  return {
    events: rows.filter((row) => row.wanted).map(cloudEvent),
    next: rows.at(-1)?.place ?? query.after,
  };
}
