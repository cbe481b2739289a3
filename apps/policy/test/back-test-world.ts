import { setTimeout as delay } from 'node:timers/promises';
import type { Actor } from '@courtesy/subgraph';
import { author } from './policy-documents.ts';
import { change } from './decision-table-world.ts';
import { givenTable, type GivenTable, type TableShape } from './decision-world.ts';
import { ask, mutations, someId, type World } from './policy-world.ts';

/** Up to so many pounds are given at once, more needs approval, and nothing is given of what was used up. */
export const upTo = (limit: number, more: Partial<TableShape> = {}): TableShape => ({
  facts: [
    ['usedUp', 'boolean'],
    ['amount', 'number'],
  ],
  outputs: [['outcome', '"DENY"']],
  rules: [`true; - | "DENY" | 2.1`, `false; <= ${limit} | "ALLOW" | 2.2`, `false; > ${limit} | "NEEDS_APPROVAL" | 2.2`],
  ...more,
});

/** What specs see of a back-test. */
export interface SeenBackTest {
  readonly id: string;
  readonly status: string;
  readonly weighed: number;
  readonly failure: string | null;
  readonly outcome: Readonly<Record<string, unknown>> | null;
  readonly flips: { readonly totalCount: number; readonly nodes: readonly Readonly<Record<string, unknown>>[] };
  readonly unjudged: { readonly nodes: readonly Readonly<Record<string, unknown>>[] };
}

interface Begun {
  readonly __typename: string;
  readonly code?: string;
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
  readonly backTest: { readonly id: string };
}

/** Asks for a back-test, as the author of drafts unless somebody else is named. */
export const begin = mutations<Begun>(
  author,
  () =>
    `... on BackTestBegun { backTest { id } } ... on UserError { code ... on InvalidInput { problems { path message } } }`,
);

const CHANGE = `nodes { before after decision { id } authorityUse { id } authorityRequest { id } customer { id }
  givenBefore { amount } givenAfter { amount } vulnerability reason }`;
const QUERY = `query ($id: ID!) { backTest(id: $id) { id status weighed failure draftVersion
  outcome { decisions flips amountChanges unjudged withoutAmount customersAffected withoutCustomer vulnerable vulnerableShare
    givenBefore { amount } givenAfter { amount } costDifference { amount currency } missingFacts { field count }
    transitions { before after count givenBefore { amount } givenAfter { amount } } }
  flips(first: 100) { totalCount ${CHANGE} } amountChanges(first: 100) { totalCount ${CHANGE} } unjudged(first: 100) { ${CHANGE} } } }`;

/** A back-test as somebody sees it. */
export const readTest = async (world: World, id: string, actor: Actor = author): Promise<SeenBackTest | null> =>
  (await ask<{ backTest: SeenBackTest | null }>(world, QUERY, { id }, actor)).backTest;

/** A back-test when it is done, or has failed. */
export async function ended(world: World, id: string, actor: Actor = author): Promise<SeenBackTest> {
  for (;;) {
    const test = await readTest(world, id, actor);
    if (test && test.status !== 'RUNNING') return test;
    await delay(20);
  }
}

/** A draft with other rules than its table's first version has. */
export async function givenDraft(world: World, { decisionTableId }: GivenTable, shape: TableShape): Promise<string> {
  const { decisionTableVersion } = await change(world, 'draftDecisionTableVersion', { decisionTableId });
  const inputs = shape.facts.map(([name, type]) => ({ name, expression: name, type }));
  const rules = shape.rules.map((rule, i) => {
    const [tests = '', results = '', clause = ''] = rule.split('|');
    const cells = (text: string) => text.split(';').map((cell) => cell.trim());
    return { id: `r${i + 1}`, tests: cells(tests), outputs: cells(results), clause: clause.trim() };
  });
  const outputs = shape.outputs.map(([name, byDefault]) => ({ name, default: byDefault }));
  const table = { hitPolicy: 'FIRST', inputs, outputs, rules };
  const revised = await change(world, 'reviseDecisionTable', {
    ...{ decisionTableVersionId: decisionTableVersion.id, expectedVersion: decisionTableVersion.version, table },
  });
  if (revised.__typename !== 'DecisionTableRevised') throw new Error(JSON.stringify(revised));
  return decisionTableVersion.id;
}

/** A table in effect by which up to so many pounds are given, and a draft by which it is more. */
export async function givenRaise(world: World, from: number, to: number): Promise<GivenTable & { draftId: string }> {
  const table = await givenTable(world, upTo(from));
  return { ...table, draftId: await givenDraft(world, table, upTo(to)) };
}

/** Facts of a refund, in the graph's words. */
export const asksFor = (amount: string, more: Readonly<Record<string, object>> = {}) =>
  Object.entries({ usedUp: { isTrue: false }, amount: { number: amount }, ...more }).map(([name, value]) => ({
    name,
    ...value,
  }));

/** Somebody's id that a spec does not care about. */
export const someCustomer = () => someId('cust');
