import { z } from 'zod';
import { eraseTraces, nextTry, tryNext, type Transaction, type TryRules } from '@courtesy/persistence';
import { dueWorker, type DueParts, type Peer } from '@courtesy/subgraph';
import { saveCustomers } from '../customer/customer.store.ts';
import { customerTable } from '../customer/customer.table.ts';
import { familyOf, knownOf } from '../erasure/traces.store.ts';
import { patternsOf, type Patterns } from '../erasure/traces.ts';
import { legalHoldTable } from '../legal-hold/legal-hold.table.ts';
import { afterStep, type DataSubjectRequest } from './data-subject-request.ts';
import { dataSubjectRequestTable, erasureStepTable } from './data-subject-request.table.ts';
import { addStep, saveRequest, stepsOf } from './data-subject-request.store.ts';

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

/** How long one service may take, in milliseconds. */
const DEADLINE_MS = 10 * 60_000;
/** An erasure that was begun is never given up. */
const TRIES: TryRules = { leaseMs: 15 * 60_000, firstPauseMs: 5_000, longestPauseMs: 3_600_000, most: Infinity };

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
async function eraseHere(
  tx: Transaction,
  { now, newId }: DueParts,
  { request, whom }: { readonly request: DataSubjectRequest; readonly whom: Whom },
): Promise<void> {
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
}

/** Goes through every other service that has not been gone through, and says whom to erase here. Throws when one of them does not answer. */
async function eraseElsewhere(parts: EraserParts, request: DataSubjectRequest): Promise<Whom> {
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
  return whom;
}

/** Goes on with the request that is due, of those whose next try is on record. What fails is tried again, later each time. */
export const eraseNext = (parts: EraserParts): Promise<number> =>
  tryNext(parts, {
    ...{ ...TRIES, table: dataSubjectRequestTable },
    attempt: (request) => eraseElsewhere(parts, request),
    settle: (tx, request, end) =>
      end.type === 'DONE' ? eraseHere(tx, parts, { request, whom: end.answer }) : saveRequest(tx.manager, request),
  });

/** Erases customers whose requests say so, until every service has done it. */
export const eraser = dueWorker({
  ...{ name: 'eraser', service: 'customers', take: eraseNext },
  next: (manager) => nextTry(manager, dataSubjectRequestTable),
  tables: [dataSubjectRequestTable, erasureStepTable, customerTable, legalHoldTable],
});
