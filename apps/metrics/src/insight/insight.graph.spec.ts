import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { announcedAt, ask, caseOpened, clock, read, someId, startWorld, type World } from '../../test/metrics-world.ts';
import { noticeUnanswered } from '../awaited/answer-watch.commands.ts';

const personId = someId('pers');
const manager = caller('MANAGER', { siteId: 'site_1', reach: 'SITE', personId });
const elsewhere = caller('MANAGER', { siteId: 'site_2', reach: 'SITE' });

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  await world.reset();
});

interface Seen {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly decision: string | null;
  readonly reply: string | null;
  readonly answerBy: string;
  readonly cases: readonly { readonly id: string }[];
  readonly figure: { readonly total: number } | null;
}
interface Answer {
  readonly __typename: string;
  readonly code?: string;
  readonly problems?: readonly { readonly path: string }[];
  readonly insight?: Seen;
}
const INSIGHT = 'id version status decision reply answerBy cases { id } figure { total }';

async function doing(verb: 'raiseInsight' | 'answerInsight', input: object, actor = manager): Promise<Answer> {
  const [type, success] =
    verb === 'raiseInsight' ? ['RaiseInsightInput', 'InsightRaised'] : ['AnswerInsightInput', 'InsightAnswered'];
  const mutation = `mutation ($input: ${type}!) { result: ${verb}(input: $input) { __typename
    ... on UserError { code } ... on InvalidInput { problems { path } } ... on ${success} { insight { ${INSIGHT} } } } }`;
  return (await ask<{ result: Answer }>(world, mutation, { input }, actor)).result;
}

async function insightOf(id: string, actor = manager): Promise<Seen | null> {
  return (
    await ask<{ insight: Seen | null }>(world, `query ($id: ID!) { insight(id: $id) { ${INSIGHT} } }`, { id }, actor)
  ).insight;
}

/** What a case shows, as the gateway asks for it. */
async function improvementsOf(caseId: string, actor = manager) {
  const { _entities } = await ask<{ _entities: { improvements: { reply: string | null }[] }[] }>(
    world,
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Case { improvements { decision reply } } } }`,
    { of: [{ __typename: 'Case', id: caseId }] },
    actor,
  );
  return _entities[0]?.improvements;
}

async function opened(siteId = 'site_1'): Promise<string> {
  const id = someId('case');
  await read(world, 'cases', [caseOpened(id, { openedAt: '2026-02-10T09:00:00.000Z', siteId })]);
  return id;
}
const asked = (caseIds: readonly string[], more: object = {}) => ({
  ...{ title: 'Vans are promised too early', department: 'Sales', ask: 'Promise a day later', caseIds },
  ...more,
});

const unanswered = async (): Promise<{ subject: string }[]> =>
  world.service.database.manager.query(
    `SELECT subject FROM event_log WHERE type = 'courtesy.insight.unanswered.v1' ORDER BY position`,
  );
const look = () => noticeUnanswered({ database: world.service.database, now: clock });

describe('an insight', () => {
  it('shows what the department answered on the cases it rests on, to those who see them', async () => {
    const [one, other] = [await opened(), await opened()];
    const { insight } = await doing('raiseInsight', asked([one, one]));
    expect(insight).toMatchObject({ version: 1, status: 'WAITING', cases: [{ id: one }] });
    expect(insight?.answerBy).toBe('2026-03-12T10:00:00.000Z');
    expect(await improvementsOf(one)).toEqual([{ decision: null, reply: null }]);
    const answer = { insightId: insight?.id, decision: 'ACCEPTED', reply: 'Promised a day later since Monday' };
    expect(await doing('answerInsight', answer)).toMatchObject({ __typename: 'InsightAnswered' });
    const said = [{ decision: 'ACCEPTED', reply: 'Promised a day later since Monday' }];
    expect(await improvementsOf(one)).toEqual(said);
    expect(await improvementsOf(other)).toEqual([]);
    expect(await improvementsOf(one, elsewhere)).toEqual([]);
    expect((await insightOf(insight?.id ?? '', elsewhere))?.cases).toEqual([]);
  });

  it('tells nothing of a case beyond reach, also when it rests on one within reach that is asked for with it', async () => {
    const [mine, hidden] = [await opened(), await opened('site_2')];
    await doing('raiseInsight', asked([mine, hidden]), caller('MANAGER', { reach: 'ALL' }));
    const { _entities } = await ask<{ _entities: { improvements: object[] }[] }>(
      world,
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Case { improvements { title } } } }`,
      { of: [mine, hidden].map((id) => ({ __typename: 'Case', id })) },
      manager,
    );
    expect(_entities.map(({ improvements }) => improvements.length)).toEqual([1, 0]);
  });

  it('rests on a figure as it was known when it was raised', async () => {
    await opened();
    await opened();
    const figure = { metricKey: 'cases.opened', period: { from: '2026-02-01', to: '2026-03-01' } };
    const { insight } = await doing('raiseInsight', asked([], { figure }));
    expect(insight?.figure).toEqual({ total: 2 });
    clock.set('2026-03-03T10:00:00.000Z');
    const later = caseOpened(someId('case'), { openedAt: '2026-02-10T09:00:00.000Z', siteId: 'site_1' });
    await read(world, 'cases', [announcedAt('2026-03-03T09:00:00.000Z', later)]);
    expect((await insightOf(insight?.id ?? ''))?.figure).toEqual({ total: 2 });
  });

  it('is raised on cases, causes and figures there are, and that the caller sees', async () => {
    const hidden = await opened('site_2');
    const figure = { metricKey: 'no.such', period: { from: '2026-03-01', to: '2026-02-01' } };
    const refused = await doing('raiseInsight', asked([hidden, 'pers_1'], { causeId: someId('rcau'), figure }));
    expect(refused.problems?.map(({ path }) => path)).toEqual([
      'caseIds',
      'caseIds',
      'causeId',
      'figure.metricKey',
      'figure.period',
    ]);
  });

  it('that nobody answers in ten days is announced once, and may be answered late, once', async () => {
    const { insight } = await doing('raiseInsight', asked([await opened()]));
    const insightId = insight?.id ?? '';
    clock.set('2026-03-12T09:59:59.999Z');
    expect(await look()).toBe(0);
    expect(await unanswered()).toEqual([]);
    clock.set('2026-03-12T10:00:00.000Z');
    // The watch of the process may be at it already: whoever comes second finds nothing to do.
    for (let i = 0; i < 100 && (await unanswered()).length === 0; i += 1) await look();
    expect(await look()).toBe(0);
    expect(await unanswered()).toEqual([{ subject: insightId }]);
    expect(await insightOf(insightId)).toMatchObject({ status: 'UNANSWERED', version: 2 });
    const listed = `{ insights(isUnanswered: true) { nodes { id } } }`;
    const list = async () =>
      (await ask<{ insights: { nodes: { id: string }[] } }>(world, listed, {}, manager)).insights;
    expect((await list()).nodes).toEqual([{ id: insightId }]);
    const answer = { insightId, decision: 'DECLINED', reply: 'The carrier sets the day' };
    expect(await doing('answerInsight', { ...answer, expectedVersion: 1 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect((await doing('answerInsight', answer)).insight).toMatchObject({ status: 'ANSWERED', version: 3 });
    expect(await doing('answerInsight', answer)).toMatchObject({ code: 'INSIGHT_IS_ANSWERED' });
    expect((await list()).nodes).toEqual([]);
  });

  it('that was answered in time is never announced as unanswered', async () => {
    const { insight } = await doing('raiseInsight', asked([await opened()], { answerWithinDays: 1 }));
    await doing('answerInsight', { insightId: insight?.id, decision: 'ALREADY_DONE', reply: 'Since January' });
    clock.set('2026-04-02T10:00:00.000Z');
    expect(await look()).toBe(0);
    expect(await unanswered()).toEqual([]);
  });
});
