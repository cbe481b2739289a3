import type { LogCallsItemInput } from '@courtesy/graph-types/cases';
import { logCalls } from './call-bulk.ts';
import { agentsOf, callersOf, openCallCentre, type CallCentre, type Known } from './call-centre.ts';
import { callOf, callTitles, checkCallHeader, type CallField, type ReadCall } from './call-row.ts';
import { applyMapping, type MappedHeader, type Mapping } from './column-mapping.ts';
import type { RowBlock } from './csv-rows.ts';
import type { GraphClient } from './graph-client.ts';
import { KeyedBulks } from './keyed-bulks.ts';
import { localClock } from './local-clock.ts';
import type { RejectedRow, Rejects } from './rejects.ts';
import type { SourceFile } from './source-file.ts';
import { rowsOf, type Rows } from './tab-rows.ts';

/** What an import of a call log needs besides its file. */
export interface CallGoal {
  readonly client: GraphClient;
  readonly rejects: Rejects;
  /** How many bulks may be under way at once. */
  readonly lanes: number;
  readonly mapping: Mapping<CallField>;
  /** The time zone of the clock that the log was written by. */
  readonly timeZone: string;
  readonly onNotice: (line: string) => void;
  readonly onProgress: (read: number) => void;
}

/** What an import of a call log has done: `read` is the sum of the others. */
export interface CallCounts {
  readonly read: number;
  readonly imported: number;
  readonly already: number;
  readonly rejected: number;
}

interface SentCall extends ReadCall {
  readonly key: string;
  readonly line: number;
  readonly raw: string;
}

/** When each of those named was first heard of in a bulk. */
function firstHeard(bulk: readonly SentCall[], nameOf: (call: SentCall) => string | null): Map<string, Date> {
  const names = new Map<string, Date>();
  for (const each of bulk) {
    const name = nameOf(each);
    const before = name === null ? undefined : names.get(name);
    if (name !== null && (!before || each.call.occurredAt < before)) names.set(name, each.call.occurredAt);
  }
  return names;
}

/** Sends calls in bulks, with those they name before them. */
class CallSender {
  readonly counts = { imported: 0, already: 0 };
  readonly #goal: CallGoal;
  readonly #centre: CallCentre;
  readonly #agents: ReturnType<typeof agentsOf>;
  readonly #callers: ReturnType<typeof callersOf>;

  constructor(goal: CallGoal, centre: CallCentre) {
    this.#goal = goal;
    this.#centre = centre;
    this.#agents = agentsOf(goal.client, centre);
    this.#callers = callersOf(goal.client);
  }

  async send(bulk: readonly SentCall[]): Promise<void> {
    const [agents, callers] = await Promise.all([
      this.#agents.of(firstHeard(bulk, ({ server }) => server)),
      this.#callers.of(firstHeard(bulk, ({ customer }) => customer)),
    ]);
    const rejected: RejectedRow[] = [];
    const placed = bulk.flatMap((each): { each: SentCall; input: LogCallsItemInput }[] => {
      const named: (Known | undefined)[] = [
        each.server === null ? undefined : agents.get(each.server),
        each.customer === null ? undefined : callers.get(each.customer),
      ];
      const reasons = named.flatMap((known) => (known && 'reason' in known ? [known.reason] : []));
      if (reasons.length > 0) {
        rejected.push({ line: each.line, raw: each.raw, reason: reasons.join('; ') });
        return [];
      }
      const [personId, customerId] = named.map((known) => (known && 'id' in known ? known.id : null));
      return [
        { each, input: { ...each.call, ...this.#centre, personId: personId ?? null, customerId: customerId ?? null } },
      ];
    });
    const sent = await logCalls(
      this.#goal.client,
      placed.map(({ input }) => input),
    );
    for (const [place, reason] of sent.refused) {
      const refused = placed[place]?.each;
      if (refused) rejected.push({ line: refused.line, raw: refused.raw, reason });
    }
    await this.#goal.rejects.add(rejected.sort((a, b) => a.line - b.line));
    this.counts.imported += sent.logged;
    this.counts.already += sent.unchanged;
  }
}

/** Takes the calls of one stretch of the file; rows that are none are rejected. */
async function takeBlock(
  block: RowBlock,
  header: MappedHeader<CallField>,
  {
    rejects,
    clock,
    add,
  }: Pick<CallGoal, 'rejects'> & {
    readonly clock: ReturnType<typeof localClock>;
    readonly add: (call: SentCall) => Promise<void>;
  },
): Promise<void> {
  const rejected: RejectedRow[] = [...block.broken];
  for (const { line, raw, fields } of block.whole) {
    const read = callOf(
      header.row(fields, (cell) => cell),
      header,
      clock,
    );
    if ('reason' in read) rejected.push({ line, raw, reason: read.reason });
    else await add({ ...read, key: read.call.externalReference.id, line, raw });
  }
  await rejects.add(rejected.sort((a, b) => a.line - b.line));
}

function headerOf({ header = [] }: Rows, { mapping, onNotice }: CallGoal): MappedHeader<CallField> {
  const mapped = applyMapping(header, mapping, callTitles);
  checkCallHeader(mapped, header);
  const strange = mapped.passedOver.filter((title) => !/^(vru|q|ser)_exit$/.test(title));
  if (strange.length > 0) onNotice(`Columns passed over, since nobody knows them: ${strange.join(', ')}.`);
  return mapped;
}

/** Sends every call of a log to the graph. Holds a few bulks at a time, however long the file is. */
export async function importCalls(file: SourceFile, goal: CallGoal): Promise<CallCounts> {
  const sender = new CallSender(goal, await openCallCentre(goal.client, goal.timeZone));
  const bulks = new KeyedBulks<SentCall>({ lanes: goal.lanes, send: (bulk) => sender.send(bulk) });
  const way = { rejects: goal.rejects, clock: localClock(goal.timeZone), add: (call: SentCall) => bulks.add(call) };
  let rows: Rows | undefined;
  let header: MappedHeader<CallField> | undefined;
  let read = 0;
  const take = async (reader: Rows, block: RowBlock) => {
    if (!reader.header) return;
    header ??= headerOf(reader, goal);
    read += block.whole.length + block.broken.length;
    await takeBlock(block, header, way);
    goal.onProgress(read);
  };
  for await (const text of file.text()) await take((rows ??= rowsOf(text)), rows.push(text));
  rows ??= rowsOf('');
  await take(rows, rows.end());
  await bulks.finish();
  return { read, ...sender.counts, rejected: goal.rejects.count };
}
