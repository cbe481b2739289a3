import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, type World } from './metrics-world.ts';

/** Somebody who may plan for the whole organisation. */
export const treasurer = caller('MANAGER', { reach: 'ALL' });

/** What specs ask of a line. */
export const LINE = `id version planned { amount } committed { amount } actual { amount } available { amount }`;

/** A line as specs see it. */
export interface SeenLine {
  readonly id: string;
  readonly version: number;
  readonly planned: { readonly amount: string };
  readonly committed: { readonly amount: string };
  readonly actual: { readonly amount: string };
  readonly available: { readonly amount: string };
}

/** What a verb answered. */
export type BudgetAnswer = {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly line?: SeenLine;
  readonly budget?: { readonly id: string; readonly status: string; readonly version: number };
  readonly commitment?: { readonly id: string; readonly status: string };
} & Record<string, unknown>;

const members = [
  ...['BudgetOpened', 'BudgetFrozen', 'BudgetThawed', 'BudgetClosed', 'BudgetIsElsewhere', 'BudgetHasCommitments'],
  ...['BudgetLineAdded', 'BudgetLineRevised', 'PlanBelowUse', 'BudgetReserved', 'BudgetLineExhausted'],
  ...['BudgetReleased', 'BudgetSettled', 'BudgetCommitmentEnded', 'BudgetLineCorrected'],
];
const held: Readonly<Record<string, string>> = {
  BudgetReserved: `line { ${LINE} } commitment { id status } warning`,
  BudgetReleased: `line { ${LINE} } commitment { id status }`,
  BudgetSettled: `line { ${LINE} } commitment { id status }`,
  BudgetCommitmentEnded: 'commitment { id status }',
};
const fieldsOf = (member: string) =>
  held[member] ??
  (/^Budget(Opened|Frozen|Thawed|Closed|IsElsewhere|HasCommitments)$/.test(member)
    ? 'budget { id status version }'
    : `line { ${LINE} }`);

const results: Readonly<Record<string, readonly string[]>> = {
  openBudget: ['BudgetOpened'],
  freezeBudget: ['BudgetFrozen', 'BudgetIsElsewhere'],
  thawBudget: ['BudgetThawed', 'BudgetIsElsewhere'],
  closeBudget: ['BudgetClosed', 'BudgetHasCommitments', 'BudgetIsElsewhere'],
  addBudgetLine: ['BudgetLineAdded', 'BudgetIsElsewhere'],
  reviseBudgetLine: ['BudgetLineRevised', 'PlanBelowUse', 'BudgetIsElsewhere'],
  reserveBudget: ['BudgetReserved', 'BudgetLineExhausted', 'BudgetIsElsewhere'],
  releaseBudget: ['BudgetReleased', 'BudgetCommitmentEnded'],
  settleBudget: ['BudgetSettled', 'BudgetCommitmentEnded'],
  correctBudgetLine: ['BudgetLineCorrected', 'BudgetIsElsewhere'],
};

/** Runs one of the verbs of budgets. */
export async function doing(
  world: World,
  verb: string,
  input: object,
  actor: Actor = treasurer,
): Promise<BudgetAnswer> {
  const fragments = members
    .filter((member) => results[verb]?.includes(member))
    .map((member) => `... on ${member} { ${fieldsOf(member)} }`);
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}`;
  const said = verb === 'reserveBudget' ? '... on NoBudgetLine { message }' : '';
  const mutation = `mutation ($input: ${type}Input!) { result: ${verb}(input: $input) { __typename ... on UserError { code message } ${said} ${fragments.join(' ')} } }`;
  const { result } = await ask<{ result: BudgetAnswer }>(world, mutation, { input }, actor);
  return result;
}

/** An amount in pounds. */
export const pounds = (amount: string) => ({ amount, currency: 'GBP' });

/** A budget of 2026 with one line of March for refunds. */
export async function givenLine(world: World, line: object = {}): Promise<{ budgetId: string; lineId: string }> {
  const { budget } = await doing(world, 'openBudget', { name: 'Service', year: 2026, currency: 'GBP' });
  const budgetId = budget?.id ?? '';
  const added = await doing(world, 'addBudgetLine', {
    ...{ budgetId, category: 'REFUND', month: '2026-03-01', planned: pounds('1000.00'), because: 'As last year' },
    ...line,
  });
  if (!added.line) throw new Error(JSON.stringify(added));
  return { budgetId, lineId: added.line.id };
}

let key = 0;
/** A fresh idempotency key. */
export const aKey = () => `key-${(key += 1)}`;
