import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { noticeUnanswered } from '../awaited/answer-watch.commands.ts';
import { announced, ask, clock, read, someId, startWorld, type World } from '../../test/metrics-world.ts';

const agent = caller('AGENT', { personId: someId('pers'), reach: 'OWN' });
const lead = caller('LEAD', { personId: someId('pers'), reach: 'ALL' });

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
  readonly answers: readonly { readonly decision: string; readonly reply: string }[];
}
interface Answer {
  readonly __typename: string;
  readonly code?: string;
  readonly problems?: readonly { readonly path: string }[];
  readonly idea?: Seen;
}
const IDEA = 'id version status answerBy decision answers { decision reply initiative { title } answeredBy { id } }';

async function doing(verb: 'suggestIdea' | 'answerIdea', input: object, actor = lead): Promise<Answer> {
  const [type, success] =
    verb === 'suggestIdea' ? ['SuggestIdeaInput', 'IdeaSuggested'] : ['AnswerIdeaInput', 'IdeaAnswered'];
  const mutation = `mutation ($input: ${type}!) { result: ${verb}(input: $input) { __typename
    ... on UserError { code } ... on InvalidInput { problems { path } } ... on ${success} { idea { ${IDEA} } } } }`;
  return (await ask<{ result: Answer }>(world, mutation, { input }, actor)).result;
}
const suggested = async (more: object = {}) =>
  (await doing('suggestIdea', { title: 'Ring first', words: 'Ring before the van comes', ...more }, agent))
    .idea as Seen;
const unanswered = async () => {
  const query = `{ ideas(isUnanswered: true) { nodes { id } } }`;
  return (await ask<{ ideas: { nodes: { id: string }[] } }>(world, query, {}, agent)).ideas.nodes;
};
const told = async () =>
  (
    await world.service.database.manager.query<{ subject: string }[]>(
      `SELECT subject FROM event_log WHERE type = 'courtesy.idea.unanswered.v1'`,
    )
  ).map(({ subject }) => subject);

async function initiative(): Promise<string> {
  const mutation = `mutation ($input: ProposeInitiativeInput!) { proposeInitiative(input: $input) { ... on InitiativeProposed { initiative { id } } } }`;
  const input = {
    ...{ title: 'Ring first at Leeds', ownerId: lead.personId, metricKey: 'cases.opened', direction: 'AT_MOST' },
    ...{ siteIds: [], unitValue: { amount: '1.00', currency: 'GBP' } },
  };
  await read(world, 'workforce', [
    announced('courtesy.site.opened.v1', 'site_1', { name: 'Leeds', regionId: 'reg_1', timeZone: 'Europe/London' }),
  ]);
  const answer = await ask<{ proposeInitiative: { initiative: { id: string } } }>(
    ...[world, mutation, { input: { ...input, siteIds: ['site_1'] } }, lead],
  );
  return answer.proposeInitiative.initiative.id;
}

describe('an idea', () => {
  it('that nobody answers by its day is flagged and announced once, and may be answered late', async () => {
    const { id } = await suggested();
    clock.set('2026-03-12T09:59:59.999Z');
    expect(await unanswered()).toEqual([]);
    clock.set('2026-03-12T10:00:00.000Z');
    for (let i = 0; i < 100 && (await told()).length === 0; i += 1)
      await noticeUnanswered({ database: world.service.database, now: clock });
    expect(await noticeUnanswered({ database: world.service.database, now: clock })).toBe(0);
    expect(await told()).toEqual([id]);
    expect(await unanswered()).toEqual([{ id }]);
    const late = { ideaId: id, decision: 'DECLINED', reply: 'The carrier rings already', expectedVersion: 2 };
    expect(await doing('answerIdea', { ...late, expectedVersion: 1 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect((await doing('answerIdea', late)).idea).toMatchObject({ status: 'ANSWERED', version: 3 });
    expect(await unanswered()).toEqual([]);
  });

  it('is tried, and then adopted; both answers stay, and what is decided is decided', async () => {
    const { id: ideaId } = await suggested();
    const tried = { ideaId, decision: 'TRIED', reply: 'At Leeds for a quarter', initiativeId: await initiative() };
    expect((await doing('answerIdea', tried)).idea).toMatchObject({
      answers: [{ decision: 'TRIED', initiative: { title: 'Ring first at Leeds' }, answeredBy: { id: lead.personId } }],
    });
    const adopted = { ideaId, decision: 'ADOPTED', reply: 'It halved the calls' };
    expect((await doing('answerIdea', adopted)).idea?.answers.map(({ decision }) => decision)).toEqual([
      'TRIED',
      'ADOPTED',
    ]);
    expect(await doing('answerIdea', adopted)).toMatchObject({ code: 'IDEA_IS_DECIDED' });
    await expect(world.service.database.manager.query(`UPDATE idea_answers SET reply = 'x'`)).rejects.toThrow(
      /permission/,
    );
    await expect(world.service.database.manager.query(`UPDATE ideas SET words = 'x'`)).rejects.toThrow(/permission/);
  });

  it('is decided about by somebody else, and refused with the place of what is wrong', async () => {
    const { id: ideaId } = await suggested();
    const answer = { ideaId, decision: 'ADOPTED', reply: 'Good' };
    expect(await doing('answerIdea', answer, { ...lead, personId: agent.personId ?? '' })).toMatchObject({
      code: 'OWN_IDEA',
    });
    const paths = async (verb: 'suggestIdea' | 'answerIdea', input: object) =>
      (await doing(verb, input)).problems?.map(({ path }) => path);
    expect(await paths('answerIdea', { ...answer, decision: 'TRIED' })).toEqual(['initiativeId']);
    expect(
      await paths('answerIdea', { ...answer, initiativeId: someId('init'), policyVersionId: someId('polv') }),
    ).toEqual(['initiativeId', 'policyVersionId']);
    expect(
      await paths('suggestIdea', { title: '', words: ' ', answerWithinDays: 91, causeId: someId('rcau') }),
    ).toEqual(['title', 'words', 'answerWithinDays', 'causeId']);
    await expect(doing('suggestIdea', { title: 'A', words: 'B' }, caller('ANALYST'))).rejects.toThrow();
  });
});
