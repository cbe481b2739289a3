import { createHash } from 'node:crypto';
import { z } from 'zod';
import { notFound, type NotFound } from '@courtesy/kernel';
import {
  nextTry,
  personalDataPage,
  tryNext,
  type PersonalDataOf,
  type PersonalDataPage,
  type TryRules,
} from '@courtesy/persistence';
import { dueWorker, type Context, type DueParts, type Peer } from '@courtesy/subgraph';
import type { GatherPersonalDataInput } from '@courtesy/graph-types/customers';
import { casesOf } from '../data-subject-request/eraser.commands.ts';
import { lockRequest } from '../data-subject-request/data-subject-request.store.ts';
import { familyOf } from '../erasure/traces.store.ts';
import { personalData } from '../personal-data.ts';
import {
  asksForArchive,
  KEPT_MS,
  SOURCES,
  stateOf,
  type CannotGatherPersonalData,
  type PersonalDataArchive,
  type PersonalDataGathering,
  type Source,
} from './personal-data-archive.ts';
import {
  addArchive,
  addPiece,
  archiveOf,
  forgetPieces,
  lastPieces,
  readArchive,
  saveArchive,
} from './personal-data-archive.store.ts';
import { personalDataArchiveTable } from './personal-data-archive.table.ts';

/** Has all that is kept of the customer of a request gathered; the gatherer takes it from there. */
export function gatherPersonalData(
  { db, actor, now, newId }: Context,
  { requestId }: GatherPersonalDataInput,
): Promise<PersonalDataGathering | CannotGatherPersonalData | NotFound> {
  return db.transaction(async ({ manager }) => {
    const request = await lockRequest(manager, actor, requestId);
    if (!request) return notFound(requestId);
    if (!asksForArchive(request)) return { type: 'CannotGatherPersonalData', request };
    const at = now();
    const anew = {
      ...{ begunAt: at, readyAt: null, expiresAt: null, size: null, sha256: null },
      ...{ attempts: 0, lastError: null, nextTryAt: at },
    };
    const known = await archiveOf(manager, requestId);
    if (!known) await addArchive(manager, { id: newId('pdar'), requestId, customerId: request.customerId, ...anew });
    else if (stateOf(known, at) === 'EXPIRED') {
      await forgetPieces(manager, known.id);
      await saveArchive(manager, { ...known, ...anew });
    }
    return { type: 'PersonalDataGathering', request };
  });
}

/** What gathering needs of the process. */
interface GathererParts extends DueParts {
  readonly peer: (name: string) => Peer;
}

/** How long one piece may take, in milliseconds. */
const DEADLINE_MS = 60_000;
const TRIES: TryRules = { leaseMs: 10 * 60_000, firstPauseMs: 2_000, longestPauseMs: 3_600_000, most: Infinity };

const FIELDS: Readonly<Record<Exclude<Source, 'customers'>, string>> = {
  ...{ cases: 'personalDataInCases', policy: 'personalDataInPolicy' },
  ...{ workforce: 'personalDataInWorkforce', metrics: 'personalDataInMetrics' },
};
const answer = z.object({
  page: z.object({
    records: z.array(z.object({ table: z.string(), content: z.string() })),
    endCursor: z.string().nullable(),
  }),
});

/** One piece of what a service keeps of somebody. */
async function pieceOf(
  { database, peer }: GathererParts,
  service: Source,
  asked: PersonalDataOf & { readonly after: string | null; readonly requestId: string },
): Promise<PersonalDataPage> {
  const { requestId, ...of } = asked;
  if (service === 'customers') return personalDataPage(database.manager, personalData, of);
  const { page } = await peer(service).call({
    document: `query PersonalData($of: PersonalDataOfInput!) { page: ${FIELDS[service]}(of: $of) { records { table content } endCursor } }`,
    ...{ variables: { of }, answer, scopes: ['privacy:gather'], requestId, deadlineMs: DEADLINE_MS },
  });
  return page;
}

const textOf = ({ records }: PersonalDataPage) =>
  records.map(({ table, content }) => `{"table":${JSON.stringify(table)},"record":${content}}`).join(',');

/** Reads a service to its end, from where an earlier try left off. */
async function gatherFrom(
  parts: GathererParts,
  { id: archiveId, requestId }: PersonalDataArchive,
  { service, of }: { readonly service: Source; readonly of: PersonalDataOf },
): Promise<void> {
  const last = (await lastPieces(parts.database.manager, archiveId)).get(service);
  let [number, after] = [last ? last.number + 1 : 0, last?.endCursor ?? null];
  if (last && after === null) return;
  do {
    const page = await pieceOf(parts, service, { ...of, after, requestId });
    const piece = { number, content: textOf(page), endCursor: page.endCursor };
    await addPiece(parts.database.manager, { archiveId, service }, piece);
    [number, after] = [number + 1, page.endCursor];
  } while (after !== null);
}

/** Gathers what is missing of an archive. Throws when a service does not answer. */
async function gather(parts: GathererParts, archive: PersonalDataArchive) {
  const { database, peer, now } = parts;
  const customerIds = await familyOf(database.manager, archive.customerId);
  const caseIds = await casesOf(peer('cases'), customerIds, archive.requestId);
  for (const service of SOURCES) await gatherFrom(parts, archive, { service, of: { customerIds, caseIds } });
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of readArchive(database.manager, archive)) {
    hash.update(piece);
    size += piece.length;
  }
  const readyAt = now();
  const expiresAt = new Date(readyAt.getTime() + KEPT_MS);
  return { readyAt, expiresAt, nextTryAt: expiresAt, size, sha256: hash.digest('hex') };
}

/** Goes on with the archive that is due: gathers it, or forgets it when its time is over. What fails is tried again, later each time. */
const gatherNext = (parts: GathererParts): Promise<number> =>
  tryNext(parts, {
    ...{ ...TRIES, table: personalDataArchiveTable },
    attempt: (archive) => (archive.readyAt === null ? gather(parts, archive) : Promise.resolve(null)),
    settle: async ({ manager }, after, end) => {
      const isOver = end.type === 'DONE' && end.answer === null;
      if (isOver) await forgetPieces(manager, after.id);
      await saveArchive(manager, end.type === 'DONE' ? { ...after, ...end.answer } : after);
    },
  });

/** Gathers what customers asked to see or to take along. */
export const gatherer = dueWorker({
  ...{ name: 'gatherer', service: 'customers', take: gatherNext },
  next: (manager) => nextTry(manager, personalDataArchiveTable),
});
