import { setTimeout as pause } from 'node:timers/promises';
import type { GraphClient } from '../import/graph-client.ts';
import { change, type Made } from './demo-change.ts';
import { DEMO_CAUSES, DEMO_TARGETS, demoCause, demoLines, type DemoLine } from './steering.ts';

/** For whom the demo's budget, targets and improvement are. */
export interface SteeringPlan {
  readonly seed: string;
  readonly source: string;
  readonly now: Date;
  /** The sites, in whatever order; something is tried at the first, and the second is left as it is. */
  readonly siteIds: readonly string[];
  /** Who answers for what is tried. */
  readonly ownerId: string;
}

/** How many complaints are given a cause. */
const COMPLAINTS = 30;
/** How often metrics is asked again about a case of which it has not heard yet, a second apart. */
const PATIENCE = 60;

async function sendBudget(client: GraphClient, { source, now }: SteeringPlan): Promise<void> {
  const year = now.getUTCFullYear();
  const key = `${source}/budget/${year}`;
  const { budget } = await change<{ budget: Made }>(client, {
    ...{ verb: 'openBudget', expected: ['BudgetOpened'], select: '... on BudgetOpened { budget { id } }' },
    input: { idempotencyKey: key, name: `Customer service ${year}`, year, currency: 'GBP' },
  });
  const line = ({ category, month, pounds }: DemoLine) =>
    change(client, {
      ...{ verb: 'addBudgetLine', expected: ['BudgetLineAdded', 'BudgetLineExists'] },
      input: {
        ...{ idempotencyKey: `${key}/${category}/${month}`, budgetId: budget.id, category, month, control: 'WARN' },
        ...{ planned: { amount: pounds, currency: 'GBP' }, because: 'As last year' },
      },
    });
  await Promise.all(demoLines(year).map(line));
}

async function sendTargets(client: GraphClient, { source, now, siteIds }: SteeringPlan): Promise<void> {
  const year = now.getUTCFullYear();
  for (const siteId of siteIds)
    for (const target of DEMO_TARGETS)
      await change(client, {
        ...{ verb: 'giveTarget', expected: ['TargetGiven'] },
        input: {
          ...{ idempotencyKey: `${source}/target/${year}/${siteId}/${target.metricKey}`, siteId, ...target },
          ...{ from: `${year}-01-01`, to: `${year + 1}-01-01` },
        },
      });
}

/** The ids of the causes, by name: those that are there, or new. */
async function sendCauses(client: GraphClient, source: string): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const name of DEMO_CAUSES) {
    const { cause } = await change<{ cause: Made }>(client, {
      ...{ verb: 'recordCause', input: { idempotencyKey: `${source}/cause/${name}`, name } },
      expected: ['CauseRecorded', 'CauseExists'],
      select: '... on CauseRecorded { cause { id } } ... on CauseExists { cause { id } }',
    });
    ids.set(name, cause.id);
  }
  return ids;
}

/** Says a cause, as soon as metrics has heard of the case. */
async function attribute(client: GraphClient, input: object): Promise<void> {
  const done = ['CauseAttributed', 'CauseStands'];
  for (let tries = 1; ; tries += 1) {
    const expected = tries < PATIENCE ? [...done, 'NotFound'] : done;
    const { __typename: came } = await change(client, { verb: 'attributeCause', input, expected });
    if (done.includes(came)) return;
    await pause(1_000);
  }
}

async function sendAttributions(
  client: GraphClient,
  { seed, source }: SteeringPlan,
  causes: ReadonlyMap<string, string>,
) {
  const { cases } = await client.ask<{ cases: { nodes: readonly Made[] } }>(
    `{ cases(first: ${COMPLAINTS}, orderBy: OLDEST_FIRST, where: { type: { eq: COMPLAINT } }) { nodes { id } } }`,
  );
  await Promise.all(
    cases.nodes.map(({ id: caseId }, place) =>
      attribute(client, {
        ...{ idempotencyKey: `${source}/cause-of/${place}`, caseId, causeId: causes.get(demoCause(seed, place)) },
        because: 'The customer says so',
      }),
    ),
  );
}

async function sendInitiative(client: GraphClient, plan: SteeringPlan, causeId: string | undefined): Promise<void> {
  const [siteId, controlId] = plan.siteIds;
  const { initiative } = await change<{ initiative: Made }>(client, {
    ...{ verb: 'proposeInitiative', expected: ['InitiativeProposed'] },
    select: '... on InitiativeProposed { initiative { id } }',
    input: {
      ...{ idempotencyKey: `${plan.source}/initiative`, title: 'Promise a day later', ownerId: plan.ownerId, causeId },
      ...{ metricKey: 'cases.opened', direction: 'AT_MOST', siteIds: [siteId], controlSiteIds: [controlId] },
      unitValue: { amount: '18.00', currency: 'GBP' },
    },
  });
  const input = { initiativeId: initiative.id };
  await change(client, {
    verb: 'startInitiative',
    input,
    expected: ['InitiativeStarted', 'InitiativeIsElsewhere'],
  });
}

/** Brings a budget, targets, causes of complaints and something that is tried against one into the graph, or leaves what is there as it is. */
export async function sendSteering(client: GraphClient, plan: SteeringPlan): Promise<void> {
  await sendBudget(client, plan);
  await sendTargets(client, plan);
  const causes = await sendCauses(client, plan.source);
  await sendAttributions(client, plan, causes);
  await sendInitiative(client, plan, causes.get(DEMO_CAUSES[0] ?? ''));
}
