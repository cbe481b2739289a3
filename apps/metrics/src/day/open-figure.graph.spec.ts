import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { doing, pounds, treasurer } from '../../test/budget-stories.ts';
import { dayPage, inHours, joined, MONDAY } from '../../test/day-stories.ts';
import { announced, ask, caseOpened, clock, read, someId, startWorld, type World } from '../../test/metrics-world.ts';
import { usedUpAt } from './open-figure.ts';

let world: World;
const [siteId, otherId, teamId, adaId] = [someId('site'), someId('site'), someId('team'), someId('pers')];
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  await world.reset();
  clock.set(MONDAY);
  await read(world, 'workforce', [
    announced('courtesy.team.formed.v1', teamId, { name: 'Desk', siteId }),
    joined(adaId, { siteId, teamId }),
  ]);
});

const manager = caller('MANAGER', { personId: 'pers_mel', siteId });
const lead = caller('LEAD', { personId: 'pers_lee', siteId, teamId });
const day = async (actor = manager) => (await dayPage(world, actor, {})).nodes;

async function givenLine(site: string | null, planned: string): Promise<string> {
  const budget = { name: 'Service', year: 2026, currency: 'GBP' };
  const { budget: opened } = await doing(world, 'openBudget', budget);
  const { line } = await doing(world, 'addBudgetLine', {
    ...{ budgetId: opened?.id, category: 'REFUND', month: '2026-03-01', planned: pounds(planned), siteId: site },
    because: 'As last year',
  });
  return line?.id ?? '';
}
const spend = (site: string, amount: string) =>
  doing(world, 'reserveBudget', {
    ...{ idempotencyKey: `${site} ${amount}`, category: 'REFUND', siteId: site, at: MONDAY, amount: pounds(amount) },
  });

describe('a budget line in the day', () => {
  it('lasts at its pace until its plan is used up, and no longer than its month', () => {
    const line = { month: '2026-03-01', plannedMinor: 60_000n, committedMinor: 40_000n, actualMinor: 10_000n };
    const until = (today: string, more: object = {}) => usedUpAt({ ...line, ...more } as never, today).toISOString();
    expect(until('2026-03-10')).toBe('2026-03-13T00:00:00.000Z');
    expect(until('2026-03-30')).toBe('2026-04-01T00:00:00.000Z');
    expect(until('2026-02-27')).toBe('2026-04-01T00:00:00.000Z');
    expect(until('2026-03-10', { plannedMinor: 0n })).toBe('2026-03-01T00:00:00.000Z');
  });

  it('is there from its threshold on until its plan is revised, for whoever plans for its site', async () => {
    const lineId = await givenLine(siteId, '1000.00');
    await givenLine(null, '100.00');
    await spend(siteId, '899.00');
    expect(await day()).toEqual([]);
    await spend(siteId, '1.00');
    await spend(otherId, '95.00');
    expect(await day()).toMatchObject([
      {
        ...{ kind: 'BUDGET_LINE', deadline: '2026-03-03T05:20:00.000Z', score: 51 },
        subject: { __typename: 'BudgetLine' },
        why: 'REFUND of 2026-03: GBP 900.00 of GBP 1000.00 are used or spoken for (90 %); at this pace it lasts until 2026-03-03.',
        clearedBy: [{ mutation: 'reviseBudgetLine', arguments: [{ name: 'lineId', value: lineId }] }],
      },
    ]);
    expect(await day(treasurer)).toHaveLength(2);
    expect(await day(lead)).toEqual([]);
    const revision = { lineId, planned: pounds('2000.00'), control: 'STOP', thresholdPercent: 90, because: 'Spring' };
    expect(await doing(world, 'reviseBudgetLine', revision, manager)).toMatchObject({
      __typename: 'BudgetLineRevised',
    });
    expect(await day()).toEqual([]);
  });
});

const give = async (about: object, more: object = {}) => {
  const period = { from: '2026-02-02', to: '2026-03-16', direction: 'AT_LEAST', threshold: 80 };
  const input = { metricKey: 'cases.opened', ...period, ...about, ...more };
  const mutation = `mutation ($input: GiveTargetInput!) { result: giveTarget(input: $input) { ... on TargetGiven { target { id } } } }`;
  const { result } = await ask<{ result: { target: { id: string } } }>(world, mutation, { input }, lead);
  return result.target.id;
};

describe('a target in the day', () => {
  it('is there when it is likely to be missed, or was in the last 14 days, for whoever leads there and not for whose it is', async () => {
    const targetId = await give({ teamId });
    await give({ teamId }, { direction: 'AT_MOST' });
    await give({ personId: adaId });
    const of = (mutation: string) => ({ kind: 'TARGET', clearedBy: [{ mutation }] });
    expect(await day()).toMatchObject([of('reviseTarget'), of('reviseTarget')]);
    expect((await day())[0]).toMatchObject({
      why: 'cases.opened: 0 up to 2026-03-02, 0 to be expected, where at least 80 is wanted by 2026-03-16.',
      deadline: '2026-03-16T00:00:00.000Z',
      score: 30,
    });
    expect(await day({ ...lead, personId: adaId })).toHaveLength(1);
    clock.set(inHours(24 * 16));
    const check = `mutation ($input: CheckTargetInput!) { result: checkTarget(input: $input) { __typename } }`;
    await ask(world, check, { input: { targetId } }, lead);
    expect((await day()).map(({ clearedBy: [call] }) => call?.mutation).sort()).toEqual([
      'reviseTarget',
      'withdrawTarget',
    ]);
    clock.set(inHours(24 * 29));
    expect(await day()).toEqual([]);
  });
});

describe('what awaits an answer in the day', () => {
  const say = <T>(
    name: string,
    input: object,
    { fields, actor }: { readonly fields: string; readonly actor: typeof lead },
  ) => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const mutation = `mutation ($input: ${type}!) { result: ${name}(input: $input) { ${fields} } }`;
    return ask<{ result: T }>(world, mutation, { input }, actor);
  };

  it('is there from three days before its day until it is answered: an idea for whoever leads there, an insight for who raised it', async () => {
    const ada = caller('AGENT', { personId: adaId, siteId, teamId });
    const had = { fields: '... on IdeaSuggested { idea { id } }', actor: ada };
    const { result } = await say<{ idea: { id: string } }>(
      'suggestIdea',
      { title: 'Ring first', words: 'Before the van' },
      had,
    );
    const caseId = someId('case');
    await read(world, 'cases', [caseOpened(caseId, { openedAt: MONDAY, siteId })]);
    const asked = { title: 'Vans', department: 'Sales', ask: 'A day later', caseIds: [caseId] };
    await say('raiseInsight', asked, { fields: '__typename', actor: manager });
    clock.set(inHours(24 * 7 - 1));
    expect(await day()).toEqual([]);
    clock.set(inHours(24 * 7));
    const kinds = async (actor = manager) => (await day(actor)).map(({ kind }) => kind);
    expect(await kinds()).toEqual(['INSIGHT', 'IDEA']);
    expect(await kinds(lead)).toEqual(['IDEA']);
    expect(await kinds(caller('MANAGER', { personId: 'pers_o', siteId: otherId }))).toEqual([]);
    expect(await kinds({ ...lead, personId: adaId })).toEqual([]);
    expect((await day(lead))[0]).toMatchObject({
      ...{ subject: { __typename: 'Idea' }, why: '"Ring first" was suggested 7 days ago; an answer is due in 3 days.' },
      clearedBy: [{ mutation: 'answerIdea', arguments: [{ name: 'ideaId', value: result.idea.id }] }],
    });
    const answer = { ideaId: result.idea.id, decision: 'DECLINED', reply: 'The carrier rings' };
    await say('answerIdea', answer, { fields: '__typename', actor: lead });
    expect(await kinds()).toEqual(['INSIGHT']);
  });
});
