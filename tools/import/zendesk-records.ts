import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { UnreadableFile } from './source-file.ts';

/** One record as Zendesk writes it. */
export type ZendeskRecord = Readonly<Record<string, unknown>>;

/** What Zendesk's exports hold, as far as the graph has a place for it. */
export interface ZendeskRecords {
  readonly users: ZendeskRecord[];
  readonly organizations: ZendeskRecord[];
  readonly tickets: ZendeskRecord[];
  readonly comments: ZendeskRecord[];
  /** Changes of tickets' fields, of which the status tells when a ticket was solved. */
  readonly changes: ZendeskRecord[];
  /** Files and tables that were passed over. */
  readonly passedOver: string[];
}

type Table = Exclude<keyof ZendeskRecords, 'passedOver'>;

/** The names of Zendesk's API, and those of the same tables in a warehouse. */
const tables: Readonly<Record<string, Table>> = {
  ...{ users: 'users', user: 'users', organizations: 'organizations', organization: 'organizations' },
  ...{ tickets: 'tickets', ticket: 'tickets', comments: 'comments', comment: 'comments' },
  ...{ ticket_comments: 'comments', ticket_comment: 'comments', ticket_field_history: 'changes' },
};

const isRecord = (value: unknown): value is ZendeskRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a file's name says it holds: `ticket_comment_data.csv` are comments. */
const nameOf = (path: string) =>
  basename(path)
    .replace(/(\.\w+)+$/, '')
    .replace(/_data$/, '')
    .toLowerCase();

/** What a single record is, by fields that nothing else has. */
function tableOf(record: ZendeskRecord): Table | null {
  if ('ticket_id' in record && 'body' in record) return 'comments';
  if ('ticket_id' in record && 'field_name' in record) return 'changes';
  if ('requester_id' in record || ('subject' in record && 'status' in record)) return 'tickets';
  if ('role' in record && 'name' in record) return 'users';
  return 'shared_tickets' in record && 'name' in record ? 'organizations' : null;
}

function addJson(value: unknown, path: string, into: ZendeskRecords): void {
  const all = Array.isArray(value) ? (value as unknown[]) : [value];
  for (const each of all) {
    if (!isRecord(each)) throw new UnreadableFile(`${path} holds JSON that is no record.`);
    const lists = Object.entries(each).filter(([key, list]) => tables[key] && Array.isArray(list));
    // A ticket that carries its comments is a ticket.
    const own = tableOf(each) ?? (lists.length === 0 ? tables[nameOf(path)] : undefined);
    if (own) into[own].push(each);
    else if (lists.length > 0)
      for (const [key, list] of lists) into[tables[key] as Table].push(...(list as ZendeskRecord[]).filter(isRecord));
    else into.passedOver.push(`${basename(path)}: a record of ${Object.keys(each).slice(0, 5).join(', ')}`);
  }
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const lines = text.split('\n');
    if (lines.length < 2) throw new UnreadableFile(`${path} is not JSON: ${(error as Error).message}.`);
    return lines.flatMap((line, place): unknown[] => {
      if (line.trim() === '') return [];
      try {
        return [JSON.parse(line)];
      } catch (wrong) {
        throw new UnreadableFile(`${path}, line ${place + 1}, is not JSON: ${(wrong as Error).message}.`);
      }
    });
  }
}

async function readOne(path: string, into: ZendeskRecords): Promise<void> {
  const bytes = await readFile(path);
  const text = (/\.gz$/i.test(path) ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
  if (!/\.csv(\.gz)?$/i.test(path)) return addJson(parsed(text, path), path, into);
  const table = tables[nameOf(path)];
  if (!table) return void into.passedOver.push(basename(path));
  into[table].push(...(parse(text, { columns: true, skip_empty_lines: true }) as ZendeskRecord[]));
}

/** Reads a file of Zendesk's, or every one of a folder. Holds all of it at once. @throws UnreadableFile */
export async function readZendesk(path: string): Promise<ZendeskRecords> {
  const into: ZendeskRecords = {
    ...{ users: [], organizations: [], tickets: [], comments: [], changes: [], passedOver: [] },
  };
  const found = await stat(path).catch(() => null);
  if (!found) throw new UnreadableFile(`There is no file ${path}.`);
  const names = found.isDirectory() ? (await readdir(path)).sort() : [];
  const files = names.filter(
    (name) => /\.(csv|json|jsonl|ndjson)(\.gz)?$/i.test(name) && !/\.(rejects|unmapped)\.csv$/.test(name),
  );
  for (const file of found.isDirectory() ? files.map((name) => join(path, name)) : [path]) await readOne(file, into);
  if (into.users.length + into.tickets.length + into.organizations.length === 0)
    throw new UnreadableFile(`${path} holds neither users nor tickets of Zendesk.`);
  return into;
}
