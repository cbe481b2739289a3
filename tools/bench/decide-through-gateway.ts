import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DecisionTableLogic } from '@courtesy/policy/src/dmn/model.ts';
import { type GraphClient, graphClient } from '../import/graph-client.ts';
import { freeStackPort } from '../start/ports.ts';
import { type Stack, startStack } from '../start/stack.ts';
import { shareOf } from './figures.ts';

/** Requests under way at once. */
const CALLERS = 16;
const WARM_UP_MS = 2_000;
const MEASURED_MS = 10_000;
const CLAUSE = '1';

/** How fast decisions are made through a gateway. */
export interface GatewayFigures {
  /** Callers that each ask again once they are answered. */
  readonly callers: number;
  /** Decisions entered in the ledger each second, over all callers. */
  readonly decisionsPerSecond: number;
  /** From asking to the answer, in milliseconds. */
  readonly latencyMs: { readonly median: number; readonly p95: number };
}

/** A result of a mutation: what was made, under names of their own. */
type Made = Readonly<Record<string, { readonly id: string }>> & { readonly __typename: string };

async function change(client: GraphClient, verb: string, wanted: string, input: object): Promise<Made> {
  const type = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}Input!`;
  const refusal = '... on UserError { message }';
  const query = `mutation ($input: ${type}) { result: ${verb}(input: $input) { __typename ${wanted} ${refusal} } }`;
  const { result } = await client.ask<{ result: Made }>(query, { input });
  if ('message' in result) throw new Error(`${verb}: ${JSON.stringify(result)}`);
  return result;
}

const idOf = (made: Made, name: string): string => made[name]?.id ?? '';

/** A policy in effect, and on it the table, approved by somebody who did not write it. */
async function prepare(author: GraphClient, approver: GraphClient, table: DecisionTableLogic): Promise<string> {
  const policy = await change(author, 'draftPolicy', '... on PolicyDrafted { policy { id } policyVersion { id } }', {
    ...{ title: 'Refunds', kind: 'POLICY', ownerId: await somebody(author), reviewDueAt: '2030-01-01T00:00:00Z' },
    clauses: [{ anchor: CLAUSE, text: 'What may be refunded.' }],
  });
  const policyVersionId = idOf(policy, 'policyVersion');
  await change(author, 'submitForReview', '', { policyVersionId });
  await change(approver, 'approvePolicyVersion', '', { policyVersionId });
  const drafted = await change(
    author,
    'draftDecisionTable',
    '... on DecisionTableDrafted { decisionTable { id } decisionTableVersion { id } }',
    { name: 'Refunds', policyId: idOf(policy, 'policy'), table: written(table) },
  );
  const decisionTableVersionId = idOf(drafted, 'decisionTableVersion');
  await change(approver, 'approveDecisionTableVersion', '', { decisionTableVersionId });
  return idOf(drafted, 'decisionTable');
}

async function somebody(client: GraphClient): Promise<string> {
  const { people } = await client.ask<{ people: { nodes: { id: string }[] } }>(`{ people(first: 1) { nodes { id } } }`);
  return people.nodes[0]?.id ?? '';
}

/** The table as an author writes it in the graph. */
const written = ({ hitPolicy, inputs, outputs, rules }: DecisionTableLogic) => ({
  hitPolicy,
  inputs: inputs.map(({ expression, type }) => ({ name: expression, type })),
  outputs: outputs.map(({ type, defaultEntry }) => ({ name: 'outcome', type, default: defaultEntry })),
  rules: rules.map(({ tests, outputs: cells }) => ({ tests, outputs: cells, clause: CLAUSE })),
});

const DECIDE = `mutation ($input: DecideInput!) { decide(input: $input) { __typename ... on DecisionMade { decision { id outcome } } } }`;

/** What each caller is told to decide, the same facts as in process. */
export type FactsOf = (round: number) => readonly { readonly name: string }[];

async function measure(client: GraphClient, decisionTableId: string, factsOf: FactsOf): Promise<GatewayFigures> {
  const begin = performance.now() + WARM_UP_MS;
  const end = begin + MEASURED_MS;
  const took: number[] = [];
  const call = async (caller: number) => {
    for (let round = caller; performance.now() < end; round += CALLERS) {
      const asked = performance.now();
      const input = { idempotencyKey: randomUUID(), decisionTableId, facts: factsOf(round) };
      const { decide } = await client.ask<{ decide: { __typename: string } }>(DECIDE, { input });
      if (decide.__typename !== 'DecisionMade') throw new Error(`Deciding came to ${decide.__typename}.`);
      const answered = performance.now();
      if (asked >= begin && answered <= end) took.push(answered - asked);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, (_, caller) => call(caller)));
  const at = shareOf(took);
  return {
    callers: CALLERS,
    decisionsPerSecond: Math.round(took.length / (MEASURED_MS / 1000)),
    latencyMs: { median: at(0.5), p95: at(0.95) },
  };
}

async function onStack(stack: Stack, table: DecisionTableLogic, factsOf: FactsOf): Promise<GatewayFigures> {
  const clientOf = (role: 'manager' | 'admin') =>
    graphClient({ url: stack.url, token: () => stack.tokenFor(role), connections: CALLERS });
  const [author, approver] = [clientOf('manager'), clientOf('admin')];
  try {
    const decisionTableId = await prepare(author, approver, table);
    return await measure(author, decisionTableId, factsOf);
  } finally {
    await Promise.all([author.close(), approver.close()]);
  }
}

/** Starts a stack, makes a policy and the table in it through its gateway, and decides by it for a while. Nothing is left running. */
export async function throughGateway(table: DecisionTableLogic, factsOf: FactsOf): Promise<GatewayFigures> {
  const dataDir = mkdtempSync(join(tmpdir(), 'courtesy-bench-'));
  const onLine = (line: string) => void process.stderr.write(`${line}\n`);
  const stack = await startStack({ dataDir, port: await freeStackPort(), onLine });
  try {
    return await onStack(stack, table, factsOf);
  } finally {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
