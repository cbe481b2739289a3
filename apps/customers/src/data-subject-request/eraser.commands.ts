import { z } from 'zod';
import { eraseTraces } from '@courtesy/persistence';
import { dueWorker, type DueParts, type Peer } from '@courtesy/subgraph';
import { saveCustomers } from '../customer/customer.store.ts';
import { customerTable } from '../customer/customer.table.ts';
import { familyOf, knownOf } from '../erasure/traces.store.ts';
import { patternsOf, type Patterns } from '../erasure/traces.ts';
import { legalHoldTable } from '../legal-hold/legal-hold.table.ts';
import { afterStep, type DataSubjectRequest } from './data-subject-request.ts';
import { dataSubjectRequestTable, erasureStepTable } from './data-subject-request.table.ts';
import { addStep, nextTry, noteFailure, saveRequest, stepsOf, takeDue } from './data-subject-request.store.ts';

/** What erasing needs of the process. */
export interface EraserParts extends DueParts {
  readonly peer: (name: string) => Peer;
}

/** The services gone through before this one, which knows the values until the end, and the mutation of each. */
const SERVICES = [
  ['cases', 'eraseInCases'],
  ['policy', 'eraseInPolicy'],
  ['workforce', 'eraseInWorkforce'],
  ['metrics', 'eraseInMetrics'],
] as const;

/** How long one service may take, and for how long nobody else goes on with a request, in milliseconds. */
const DEADLINE_MS = 10 * 60_000;
const LEASE_MS = 15 * 60_000;
/** The pause before the first further try, in milliseconds; it doubles with every try, to an hour. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 3_600_000;

const page = z.object({
  cases: z.object({
    nodes: z.array(z.object({ id: z.string() })),
    pageInfo: z.object({ endCursor: z.string().nullable(), hasNextPage: z.boolean() }),
  }),
});

/** Every case of these customers, whether it has ended or not. */
export async function casesOf(cases: Peer, customerIds: readonly string[], requestId: string): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const answer: z.infer<typeof page> = await cases.call({
      document: `query CasesOf($customers: [ID!]!, $after: String) {
        cases(where: { customer: { in: $customers } }, first: 100, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }`,
      variables: { customers: customerIds, after },
      answer: page,
      scopes: ['case:read'],
      requestId,
    });
    ids.push(...answer.cases.nodes.map(({ id }) => id));
    const { endCursor, hasNextPage } = answer.cases.pageInfo;
    if (!hasNextPage) return ids;
    after = endCursor;
  }
}

interface Whom {
  readonly customerIds: readonly string[];
  readonly caseIds: readonly string[];
  readonly patterns: Patterns;
}

/** Has one service erase them, and answers how many of its rows lost something. */
async function eraseThere(peer: Peer, verb: string, whom: Whom, requestId: string): Promise<number> {
  const erased = z.object({ erased: z.array(z.object({ rows: z.number() })) });
  const answer = await peer.call({
    document: `mutation Erase($input: ${verb[0]?.toUpperCase()}${verb.slice(1)}Input!) { erasing: ${verb}(input: $input) { ... on TracesErased { erased { rows } } } }`,
    variables: {
      input: {
        ...{ idempotencyKey: requestId, customerIds: whom.customerIds, caseIds: whom.caseIds },
        ...{ everywhere: whom.patterns.everywhere, ownRows: whom.patterns.own },
      },
    },
    answer: z.object({ erasing: erased }),
    scopes: ['privacy:erase'],
    requestId,
    deadlineMs: DEADLINE_MS,
  });
  return answer.erasing.erased.reduce((sum, { rows }) => sum + rows, 0);
}

/** Erases them here, where who they were was known until now, and ends the request: all of it or nothing. */
function eraseHere({ database, now, newId }: DueParts, request: DataSubjectRequest, whom: Whom): Promise<void> {
  return database.transaction(async (tx) => {
    const { manager } = tx;
    const members = await manager
      .createQueryBuilder(customerTable, 'c')
      .where('c.id = ANY (:ids)', { ids: whom.customerIds })
      .orderBy('c.id')
      .setLock('pessimistic_write')
      .getMany();
    const traces = { customerIds: whom.customerIds, caseIds: whom.caseIds };
    const counts = await eraseTraces(manager, { ...traces, ...whom.patterns });
    const at = now();
    const nameless = { displayName: null, givenName: null, familyName: null, preferredLanguage: null };
    const nowhere = { territory: null, country: null };
    await saveCustomers(
      manager,
      members.map((member) => ({
        ...{ ...member, ...nameless, ...nowhere, version: member.version + 1 },
        displayName: member.kind === 'PERSON' ? null : '[erased]',
        // Whoever was merged stays with the one who stands for them.
        status: member.status === 'MERGED' ? member.status : 'ERASED',
      })),
    );
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
    await addStep(manager, { id: newId('erst'), requestId: request.id, service: 'customers', rows, doneAt: at });
    const done = afterStep(request, { verb: 'FINISH' }, at);
    if (!('type' in done)) await saveRequest(manager, done);
    const survivor = members.find(({ status }) => status !== 'MERGED') ?? members[0];
    if (survivor)
      tx.emit({
        ...{ type: 'courtesy.customer.erased.v1', subject: survivor.id, sequence: survivor.version + 1, time: at },
        data: { customerIds: [...whom.customerIds], at: at.toISOString() },
      });
  });
}

/** Goes through every service that has not been gone through, and then through this one. Throws when one of them does not answer. */
async function erase(parts: EraserParts, request: DataSubjectRequest): Promise<void> {
  const { database, peer, now, newId } = parts;
  const { id: requestId } = request;
  const customerIds = await familyOf(database.manager, request.customerId);
  const patterns = patternsOf(await knownOf(database.manager, customerIds));
  const whom: Whom = { customerIds, patterns, caseIds: await casesOf(peer('cases'), customerIds, requestId) };
  const done = new Set((await stepsOf(database.manager, [requestId])).get(requestId)?.map(({ service }) => service));
  for (const [service, verb] of SERVICES) {
    if (done.has(service)) continue;
    const rows = await eraseThere(peer(service), verb, whom, requestId);
    await addStep(database.manager, { id: newId('erst'), requestId, service, rows, doneAt: now() });
  }
  await eraseHere(parts, request, whom);
}

/** Goes on with the request that is due. What fails is tried again, later each time: an erasure that was begun is never given up. */
export async function eraseNext(parts: EraserParts): Promise<number> {
  const { database, now } = parts;
  const lease = new Date(now().getTime() + LEASE_MS);
  const request = await database.transaction(({ manager }) => takeDue(manager, now(), lease));
  if (!request) return 0;
  try {
    await erase(parts, request);
  } catch (error) {
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(request.attempts - 1, 20));
    // The message names a service and a reason; what was sent, which spells the customer, is no part of it.
    const message = error instanceof Error ? error.message.slice(0, 500) : 'unknown';
    await noteFailure(database.manager, request.id, message, new Date(now().getTime() + pause));
  }
  return 1;
}

/** Erases customers whose requests say so, until every service has done it. */
export const eraser = dueWorker({
  ...{ name: 'eraser', service: 'customers', next: nextTry, take: eraseNext },
  tables: [dataSubjectRequestTable, erasureStepTable, customerTable, legalHoldTable],
});
