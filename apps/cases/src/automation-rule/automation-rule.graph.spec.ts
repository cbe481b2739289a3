import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface Run {
  readonly outcome: string;
  readonly cause: string;
  readonly chain: { id: string }[];
  readonly steps: { verb: string; result: string; failures: string[] }[];
}
let rank = 0;
/** A rule for cases about one product, so that the rules of other stories have nothing to do with them. */
async function givenRule(product: string, input: Record<string, unknown>, actor = manager): Promise<string> {
  const query = `mutation ($input: AddAutomationRuleInput!) { addAutomationRule(input: $input) {
    __typename ... on AutomationRuleAdded { rule { id } } ... on InvalidInput { problems { path message } } } }`;
  const { condition = 'true', ...rest } = input;
  const { addAutomationRule } = await ask<{ addAutomationRule: { rule: { id: string } } }>(
    world,
    query,
    {
      input: {
        ...{ name: `Rule ${(rank += 1)}`, rank, triggers: ['CASE_OPENED'] },
        ...{ condition: `case.product = "${product}" and (${String(condition)})`, ...rest },
      },
    },
    actor,
  );
  return addAutomationRule.rule.id;
}
const about = (product: string, input: Record<string, unknown> = {}) =>
  givenCase(world, { openedAt: clock().toISOString(), category: { product }, ...input });

const seen = async (id: string) => {
  const query = `query ($id: ID!) { case(id: $id) { status priority automationRuns { nodes { outcome cause chain { id } steps { verb result failures } } } } }`;
  const { case: found } = await ask<{ case: { status: string; priority: string; automationRuns: { nodes: Run[] } } }>(
    world,
    query,
    { id },
  );
  return { ...found, runs: found.automationRuns.nodes };
};
/** Waits until the rules have gone through everything that was announced so far. */
async function settled(): Promise<void> {
  const { manager: db } = world.service.database;
  for (;;) {
    const [{ left } = { left: 0 }] = await db.query<{ left: number }[]>(
      `SELECT count(*)::integer AS left FROM event_log WHERE (xid, position) >
         (SELECT split_part(place, '.', 1)::xid8, split_part(place, '.', 2)::bigint FROM feed_cursor WHERE feed = 'cases')`,
    );
    const [cursor] = await db.query<unknown[]>(`SELECT 1 FROM feed_cursor WHERE feed = 'cases'`);
    if (cursor && left === 0) return;
    await delay(20);
  }
}

describe('an automation rule', () => {
  it('acts on what happens, where its condition holds, and leaves what it did on the case', async () => {
    const id = await givenRule('kettle', {
      condition: 'case.channel = "PHONE"',
      steps: [{ verb: 'PRIORITISE', priority: 'URGENT', reason: 'Kettles burn' }, { verb: 'START' }],
    });
    const [hit, miss] = [await about('kettle'), await about('kettle', { channel: 'EMAIL' })];
    await settled();
    expect(await seen(hit.id)).toMatchObject({
      ...{ status: 'OPEN', priority: 'URGENT' },
      runs: [
        {
          ...{ outcome: 'APPLIED', cause: 'CASE_OPENED', chain: [{ id }] },
          steps: [
            { verb: 'PRIORITISE', result: 'CasePrioritised' },
            { verb: 'START', result: 'CaseStarted' },
          ],
        },
      ],
    });
    expect(await seen(miss.id)).toMatchObject({ status: 'NEW', runs: [] });
  });

  it('gets past no guard: what hinders a person hinders it, and the case stays as it was', async () => {
    await givenRule('guarded', {
      triggers: ['CONTACT_RECORDED'],
      condition: 'event.direction = "INBOUND" and case.status = "RESOLVED"',
      steps: [{ verb: 'CLOSE' }],
    });
    const { id } = await about('guarded');
    await ask(world, `mutation ($id: ID!) { resolveCase(input: { caseId: $id, outcome: RELIEF }) { __typename } }`, {
      id,
    });
    clock.advance(60_000);
    const contact = {
      caseId: id,
      channel: 'PHONE',
      direction: 'INBOUND',
      occurredAt: clock().toISOString(),
      body: 'No',
    };
    await ask(world, `mutation ($input: LogInteractionInput!) { logInteraction(input: $input) { __typename } }`, {
      input: contact,
    });
    await settled();
    expect(await seen(id)).toMatchObject({
      status: 'RESOLVED',
      runs: [
        { outcome: 'REFUSED', steps: [{ verb: 'CLOSE', result: 'GuardFailed', failures: ['CUSTOMER_UNANSWERED'] }] },
      ],
    });
  });

  it('sets off others, and is stopped where it would be set off by its own doing', async () => {
    const high = await givenRule('loop', {
      triggers: ['CASE_OPENED', 'CASE_PRIORITISED'],
      condition: 'case.priority != "HIGH"',
      steps: [{ verb: 'PRIORITISE', priority: 'HIGH', reason: 'Up' }],
    });
    const low = await givenRule('loop', {
      triggers: ['CASE_PRIORITISED'],
      condition: 'case.priority = "HIGH"',
      steps: [{ verb: 'PRIORITISE', priority: 'LOW', reason: 'Down' }],
    });
    const { id } = await about('loop');
    await settled();
    const { priority, runs } = await seen(id);
    expect(priority).toBe('LOW');
    const inTurn = [...runs].sort((a, b) => a.chain.length - b.chain.length);
    expect(inTurn.map(({ outcome, chain }) => [outcome, chain.map(({ id: of }) => of)])).toEqual([
      ['APPLIED', [high]],
      ['APPLIED', [high, low]],
      ['LOOP_STOPPED', [high, low, high]],
    ]);
  });

  it('reaches no further than whoever wrote it sees', async () => {
    const teamId = someId('team');
    await givenRule('far', { steps: [{ verb: 'START' }] }, caller('LEAD', { teamId }));
    const [near, far] = [await about('far', { teamId }), await about('far', { teamId: someId('team') })];
    await settled();
    expect([(await seen(near.id)).status, (await seen(far.id)).status]).toEqual(['OPEN', 'NEW']);
  });

  it('acts neither on what happened before it was written, nor while it is switched off', async () => {
    const before = await about('later');
    clock.advance(60_000);
    const id = await givenRule('later', { triggers: ['CASE_OPENED'], steps: [{ verb: 'START' }] });
    const query = `mutation ($id: ID!) { switchAutomationRule(input: { ruleId: $id, isActive: false }) { __typename } }`;
    await ask(world, query, { id });
    const while_off = await about('later');
    await settled();
    expect([(await seen(before.id)).status, (await seen(while_off.id)).status]).toEqual(['NEW', 'NEW']);
  });

  it('with a condition that cannot be used is refused with the reason', async () => {
    const query = `mutation ($input: AddAutomationRuleInput!) { addAutomationRule(input: $input) { ... on InvalidInput { problems { path message } } } }`;
    const input = { name: 'x', triggers: [], condition: 'case.urgency = 1', steps: [{ verb: 'START' }] };
    expect(await ask(world, query, { input })).toEqual({
      addAutomationRule: {
        problems: [
          { path: 'triggers', message: 'is empty; name at least one' },
          { path: 'condition', message: expect.stringContaining('reads case.urgency; it may read case.type') },
        ],
      },
    });
  });

  it('is written by leads and managers, and read by everybody who handles cases', async () => {
    const add = world.service.execute({
      query: `mutation { addAutomationRule(input: { name: "x", triggers: [CASE_OPENED], condition: "true", steps: [{ verb: START }] }) { __typename } }`,
      actor: caller('AGENT'),
    });
    expect((await add).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('cannot have its record changed or taken away, not even by the service', async () => {
    const { manager: db } = world.service.database;
    await expect(db.query(`UPDATE automation_runs SET outcome = 'APPLIED'`)).rejects.toThrow(/permission denied/);
    await expect(db.query(`DELETE FROM automation_runs`)).rejects.toThrow(/permission denied/);
  });
});
