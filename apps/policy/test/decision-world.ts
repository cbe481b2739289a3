import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { writeDmn } from '../src/dmn/write-dmn.ts';
import type { DecisionModel, HitPolicy } from '../src/dmn/model.ts';
import { approve as approveTable, change } from './decision-table-world.ts';
import { approve, clausesOf, givenPolicy } from './policy-documents.ts';
import { ask, clock, someId, type World } from './policy-world.ts';

/** An agent who decides. */
export const clerk = caller('AGENT', { subject: 'clerk', personId: someId('pers') });

/** A table over facts, one line a rule: tests | outputs | clause. */
export interface TableShape {
  readonly hitPolicy?: HitPolicy;
  /** Name and FEEL type of each fact, in the order of the columns. */
  readonly facts: readonly (readonly [name: string, type: string])[];
  /** Expressions of the columns, where they are not the facts themselves. */
  readonly columns?: readonly string[];
  /** Name and default of each output. */
  readonly outputs: readonly (readonly [name: string, byDefault: string | null])[];
  readonly rules: readonly string[];
}

const cells = (text: string | undefined) => (text ?? '').split(';').map((cell) => cell.trim());

/** The model of a table. */
export function modelOf({ hitPolicy = 'FIRST', facts, columns, outputs, rules }: TableShape): DecisionModel {
  const expressions = columns ?? facts.map(([name]) => name);
  const typeOf = (expression: string) => facts.find(([name]) => name === expression)?.[1] ?? null;
  return {
    name: 'Refunds',
    namespace: 'urn:courtesy:spec',
    types: [],
    inputs: facts.map(([name, type]) => ({ id: `_${name}`, name, type })),
    knowledge: [],
    decisions: [
      {
        id: '_d',
        name: 'Refund',
        type: null,
        requires: facts.map(([name]) => `_${name}`),
        logic: {
          kind: 'table',
          hitPolicy,
          aggregation: null,
          annotations: ['Clause'],
          inputs: expressions.map((expression) => ({
            label: null,
            expression,
            type: typeOf(expression),
            allowedValues: null,
          })),
          outputs: outputs.map(([name, defaultEntry]) => ({
            name,
            label: null,
            type: null,
            allowedValues: null,
            defaultEntry,
          })),
          rules: rules.map((rule, index) => {
            const [tests, results, clause = ''] = rule.split('|');
            return {
              id: `r${index + 1}`,
              tests: cells(tests),
              outputs: cells(results),
              annotations: [clause.trim()],
            };
          }),
        },
      },
    ],
  };
}

/** What a retailer may decide on refunds: faulty goods for a year, others for thirty days with proof, and not too much at once. */
export const REFUNDS: TableShape = {
  facts: [
    ['faulty', 'boolean'],
    ['bought', 'date'],
    ['returned', 'date'],
    ['proof', 'string'],
    ['amount', 'number'],
  ],
  columns: ['faulty', 'returned - bought', 'proof', 'amount'],
  outputs: [
    ['outcome', '"DENY"'],
    ['requiredDocuments', '[]'],
  ],
  rules: [
    '-; > duration("P365D"); -; - | "DENY"; [] | 2.1',
    'true; -; -; <= 100 | "ALLOW"; [] | 2.2',
    'true; -; -; > 100 | "NEEDS_APPROVAL"; ["photograph"] | 2.2',
    'false; <= duration("P30D"); "RECEIPT","CARD"; <= 100 | "ALLOW"; ["receipt"] | 2.3',
    'false; <= duration("P30D"); "RECEIPT","CARD"; > 100 | "NEEDS_APPROVAL"; ["receipt"] | 2.3',
    'false; <= duration("P30D"); not("RECEIPT","CARD"); - | "DENY"; [] | 2.4',
  ],
};

/** Facts of a refund that is allowed, in the graph's words; given ones take the place of these, and null leaves one out. */
export function refundFacts(given: Record<string, unknown> = {}): Record<string, unknown>[] {
  const facts: Record<string, unknown> = {
    faulty: { isTrue: false },
    bought: { date: '2026-02-20' },
    returned: { date: '2026-03-02' },
    proof: { text: 'RECEIPT' },
    amount: { number: '49.99' },
    ...given,
  };
  return Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : [{ name, ...(value as object) }]));
}

let tables = 0;

/** The same table as authors write it through the graph. */
function writtenOf({ hitPolicy = 'FIRST', facts, columns, outputs, rules }: TableShape) {
  const names = facts.map(([name]) => name);
  const inputs = (columns ?? names).map((expression) => {
    const [, type] = facts.find(([name]) => name === expression) ?? [];
    const used = names.find((name) => expression.includes(name)) ?? expression;
    return { name: used, expression, ...(type && { type }) };
  });
  return {
    hitPolicy: hitPolicy.replace(' ', '_'),
    inputs,
    outputs: outputs.map(([name, byDefault]) => ({ name, default: byDefault })),
    furtherFacts: facts.map(([name, type]) => ({ name, type })),
    rules: rules.map((rule, index) => {
      const [tests, results, clause = ''] = rule.split('|');
      return { id: `r${index + 1}`, tests: cells(tests), outputs: cells(results), clause: clause.trim() };
    }),
  };
}

/** A decision table, and where it stands. */
export interface GivenTable {
  readonly decisionTableId: string;
  readonly decisionTableVersionId: string;
  readonly policyId: string;
}

/** A policy with these clauses, in effect. */
export async function givenRules(world: World, ...anchors: string[]): Promise<{ policyId: string; versionId: string }> {
  const { policy, policyVersion } = await givenPolicy(world, { clauses: clausesOf(...anchors) });
  await approve(world, policyVersion.id);
  return { policyId: policy.id, versionId: policyVersion.id };
}

/** A table of a policy, made and approved through the graph; its first version is in effect from `effectiveFrom`, and stays a draft when that is null. */
export async function givenTable(
  world: World,
  shape: TableShape | DecisionModel = REFUNDS,
  more: { readonly policyId?: string; readonly effectiveFrom?: string | null } = {},
): Promise<GivenTable> {
  const policyId = more.policyId ?? (await givenRules(world, '2.1', '2.2', '2.3', '2.4')).policyId;
  const name = `Table ${(tables += 1)}`;
  const drafted =
    'decisions' in shape
      ? await change(world, 'importDecisionModel', { dmn: await writeDmn(shape), name, policyId })
      : await change(world, 'draftDecisionTable', { name, policyId, table: writtenOf(shape) });
  if (!drafted.decisionTable) throw new Error(JSON.stringify(drafted));
  const { decisionTable, decisionTableVersion } = drafted;
  if (more.effectiveFrom !== null) {
    const { effectiveFrom = clock().toISOString() } = more;
    const approved = await approveTable(world, decisionTableVersion.id, { effectiveFrom });
    if (approved.__typename !== 'DecisionTableVersionApproved') throw new Error(JSON.stringify(approved));
  }
  return { decisionTableId: decisionTable.id, decisionTableVersionId: decisionTableVersion.id, policyId };
}

/** What specs see of a fact. */
export interface SeenFact {
  readonly name: string;
  readonly literal: string;
}

/** What specs see of a decision, made or tried. */
export interface SeenDecision {
  readonly id: string;
  readonly outcome: string;
  readonly outputs: readonly SeenFact[];
  readonly requiredDocuments: readonly string[];
  readonly missingFacts: readonly { readonly field: string; readonly kind: string; readonly expected: string }[];
  readonly facts: readonly SeenFact[];
  readonly factsHash: string;
  readonly digest: string;
  readonly clauses: readonly { readonly id: string; readonly anchor: string }[];
  readonly unresolvedClauses: readonly string[];
  readonly tableVersion: { readonly id: string };
}

const JUDGED = `outcome outputs { name literal } requiredDocuments missingFacts { field kind expected } facts { name literal }
  factsHash digest clauses { id anchor } unresolvedClauses tableVersion { id }`;
const REFUSALS = `... on UserError { code message ... on InvalidInput { problems { path message } }
  ... on NoVersionInForce { at } ... on EvaluationRefused { reason detail } }`;

/** What came of asking. */
export interface DecisionResult {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly problems?: readonly { readonly path: string }[];
  readonly decision: SeenDecision;
}

let keys = 0;

/** Decides through the graph. */
export async function decide(
  world: World,
  input: Record<string, unknown>,
  actor: Actor = clerk,
): Promise<DecisionResult> {
  const answer = await ask<{ decide: DecisionResult }>(
    world,
    `mutation ($input: DecideInput!) { decide(input: $input) { __typename ... on DecisionMade { decision { id ${JUDGED} } } ${REFUSALS} } }`,
    { input: { idempotencyKey: `key ${(keys += 1)}`, facts: refundFacts(), ...input } },
    actor,
  );
  return answer.decide;
}

/** Tries through the graph. */
export async function tryDecision(
  world: World,
  input: Record<string, unknown>,
  actor: Actor = clerk,
): Promise<DecisionResult & SeenDecision> {
  const answer = await ask<{ tryDecision: DecisionResult & SeenDecision }>(
    world,
    `query ($input: TryDecisionInput!) { tryDecision(input: $input) { __typename ... on DecisionTried { ${JUDGED} } ${REFUSALS} } }`,
    { input: { facts: refundFacts(), ...input } },
    actor,
  );
  return answer.tryDecision;
}
