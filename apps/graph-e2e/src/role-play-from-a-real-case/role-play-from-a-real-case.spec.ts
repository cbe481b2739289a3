import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { textOfDatabase } from '@courtesy/testing';
import { personalWordsIn } from '@courtesy/workforce/src/scenario/personal-words.ts';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { categories, criterion, givenContact, ratingsOf } from '../../test/reviews.ts';
import { givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { aKey, as, asked, must, run, type Who } from '../../test/verbs.ts';

const EMAIL = 'gwenllian.prydderch@cartref.example';
const PHONE = '+44 29 2018 0147';
const STREET = '17 Heol y Bryn';
const SUBJECT = 'Kettle of Gwenllian Prydderch, order ORD-55821, is late';
const SAID = [
  `Dear Mr Thomas, my name is Gwenllian Prydderch of ${STREET}, CF10 9ZZ, born 3 March 1980. My order ORD-55821 for £249.99 is late.`,
  `It is gwenllian again. Nobody rang 029 2018 0147 or wrote to ${EMAIL}. Ask Ada! I waited 3 days. Regards, PRYDDERCH`,
];
/** What must be found nowhere in what the workforce service keeps. */
const VALUES = [
  'gwenllian',
  'prydderch',
  'cartref',
  '2018 0147',
  'heol y bryn',
  'cf10 9zz',
  'ord-55821',
  'march 1980',
  'thomas',
];
const PEOPLE = { names: ['Gwenllian Prydderch', 'Ada Desk'], contactPoints: [EMAIL, PHONE, STREET] };

let world: GraphWorld;
let place: Place;
let [ada, ben, lead, stranger]: Who[] = [];
let caseId: string;
let scorecardId: string;
interface Known {
  readonly id: string;
}
interface Drafted extends Known {
  readonly version: number;
  readonly title: string;
  readonly situation: string;
  readonly customerSays: readonly string[];
}
beforeAll(async () => {
  world = await startGraph();
  place = await givenPlace(world, 'Desk');
  const here = { teamId: place.teamId, siteId: place.siteId, reach: 'TEAM' };
  const manager = as('manager', await givenPerson(world, place, 'Mel Desk', 'MANAGER'));
  ada = { role: 'agent', personId: place.personId, ...here };
  ben = { role: 'agent', personId: await givenPerson(world, place, 'Ben Desk', 'AGENT'), ...here };
  lead = { role: 'lead', personId: await givenPerson(world, place, 'Lea Desk', 'LEAD'), ...here };
  const other = await givenPlace(world, 'Yard');
  const away = { teamId: other.teamId, siteId: other.siteId, reach: 'TEAM' };
  stranger = { role: 'lead', personId: await givenPerson(world, other, 'Sue Yard', 'LEAD'), ...away };
  const REGISTERED = ['registerCustomer', 'CustomerRegistered', 'customer { id }'] as const;
  const { customer } = await must<{ customer: Known }>(world, manager, REGISTERED, {
    ...{ kind: 'PERSON', givenName: 'Gwenllian', familyName: 'Prydderch' },
    contactPoints: [
      { kind: 'EMAIL', value: EMAIL },
      { kind: 'PHONE', value: PHONE },
      { kind: 'POSTAL', address: { lines: [STREET], locality: 'Caerdydd', postcode: 'CF10 9ZZ', country: 'GB' } },
    ],
  });
  const matter = { type: 'COMPLAINT', channel: 'PHONE', customerId: customer.id, subject: SUBJECT };
  const OPENED = ['openCase', 'CaseOpened', 'case { id }'] as const;
  const placed = { ...matter, siteId: place.siteId, teamId: place.teamId };
  caseId = (await must<{ case: Known }>(world, manager, OPENED, placed)).case.id;
  for (const body of SAID) await givenContact(world, ada, caseId, { body });
  await givenContact(world, ada, caseId, { direction: 'OUTBOUND', body: 'We are sorry, Gwenllian' });
  const DEFINED = ['defineScorecard', 'ScorecardDefined', 'scorecard { id }'] as const;
  const card = categories(
    criterion('empathy', 50, { isCritical: true }),
    criterion('facts', 30),
    criterion('tone', 20),
  );
  scorecardId = (await must<{ scorecard: Known }>(world, manager, DEFINED, { name: 'Desk', categories: card }))
    .scorecard.id;
});
afterAll(() => world?.close());

const WORDS = 'id version title situation customerSays';
const draft = () => ({
  ...{ caseId, scorecardId, difficulty: 'HARD', title: 'A kettle that is late', persona: 'Calm, then angry' },
  ...{ expectation: 'Says sorry, and by when the kettle comes', idempotencyKey: aKey() },
});
const PUBLISH = [
  'publishScenario',
  `... on ScenarioPublished { scenario { status } } ... on ScenarioNotClean { findings { path kind from text } }`,
] as const;
const play = async (who: Who, scenarioId: string, answer: string, sharing: string): Promise<string> => {
  const STARTED = ['startRolePlay', 'RolePlayStarted', 'session { id }'] as const;
  const { session } = await must<{ session: Known }>(world, who, STARTED, { scenarioId });
  const said = { rolePlayId: session.id, answer, sharing };
  await must(world, who, ['answerRolePlay', 'RolePlayAnswered', 'session { status }'], said);
  return session.id;
};
const score = (who: Who, rolePlayId: string, points: Record<string, number>) =>
  run(
    world,
    who,
    ['scoreRolePlay', '... on RolePlayScored { session { score status ratings { criterion { key } share } } }'],
    {
      ...{ rolePlayId, ratings: ratingsOf(points), comment: 'As heard' },
    },
  );
const keep = (who: Who, rolePlayId: string) =>
  run(world, who, ['keepBestAnswer', '... on BestAnswerKept { session { isBest } }'], { rolePlayId });

describe('role-play from a real case (row 39)', () => {
  let scenario: Drafted;

  it('is built without anything that tells who somebody is: the scanner finds nothing, and nothing of it is kept', async () => {
    const DRAFTED = ['draftScenario', 'ScenarioDrafted', `scenario { ${WORDS} }`] as const;
    ({ scenario } = await must<{ scenario: Drafted }>(world, lead!, DRAFTED, draft()));
    expect(scenario.customerSays).toHaveLength(2);
    const texts = [scenario.title, scenario.situation, ...scenario.customerSays];
    expect(texts.flatMap((text) => personalWordsIn(text, PEOPLE))).toEqual([]);
    expect(scenario.customerSays[1]).toContain('I waited 3 days.');
    const kept = (await textOfDatabase(world.services['workforce']!.database.ownerUrl)).toLowerCase();
    expect(VALUES.filter((value) => kept.includes(value))).toEqual([]);
  });

  it('is drafted only by who sees the case, and seen by who plays only once a person approved of the wording', async () => {
    const mutation = `mutation ($input: DraftScenarioInput!) { draftScenario(input: $input) { __typename } }`;
    const { errors } = await world.ask(mutation, { input: draft() }, stranger);
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN']);
    const seen = `query ($id: ID!) { scenario(id: $id) { title } }`;
    expect(await asked(world, ada!, seen, { id: scenario.id })).toEqual({ scenario: null });
    const REWORDED = ['rewordScenario', 'ScenarioReworded', `scenario { ${WORDS} }`] as const;
    const worded = (customerSays: string[]) =>
      must<{ scenario: Drafted }>(world, lead!, REWORDED, { scenarioId: scenario.id, customerSays });
    const [first = '', second = ''] = scenario.customerSays;
    const { scenario: leaky } = await worded([first, `${second} Ring prydderch on 029 2018 0147.`]);
    const refused = await run<{ findings: object[] }>(world, lead!, PUBLISH, {
      scenarioId: scenario.id,
      expectedVersion: leaky.version,
    });
    expect(refused).toMatchObject({ __typename: 'ScenarioNotClean', code: 'SCENARIO_NOT_CLEAN' });
    expect(refused.findings).toEqual([
      { path: 'customerSays[1]', kind: 'NAME', from: second.length + 6, text: 'prydderch' },
      { path: 'customerSays[1]', kind: 'PHONE', from: second.length + 19, text: '029 2018 0147' },
    ]);
    const { scenario: clean } = await worded([first, second]);
    const approved = { scenarioId: scenario.id, expectedVersion: clean.version };
    expect(await run(world, lead!, PUBLISH, approved)).toMatchObject({ scenario: { status: 'PUBLISHED' } });
    expect(await asked(world, ada!, seen, { id: scenario.id })).toEqual({
      scenario: { title: 'A kettle that is late' },
    });
  });

  it('is scored by somebody else, as a review by the same scorecard is; the best answers are listed as their players share them', async () => {
    const hers = await play(ada!, scenario.id, 'I am sorry. The kettle comes on Monday.', 'NAMED');
    const his = await play(ben!, scenario.id, 'I am sorry. It comes soon.', 'ANONYMOUS');
    const secret = await play(ben!, scenario.id, 'Sorry.', 'PRIVATE');
    expect(await score(lead!, hers, { empathy: 4, facts: 5 })).toMatchObject({ __typename: 'RolePlayRatingsMissing' });
    expect(await score(lead!, hers, { empathy: 4, facts: 5, tone: 5 })).toMatchObject({
      session: { score: '87.5', status: 'SCORED' },
    });
    expect(await score(lead!, his, { empathy: 3, facts: 4, tone: 5 })).toMatchObject({ session: { score: '67.5' } });
    expect(await score(lead!, secret, { empathy: 2, facts: 5, tone: 5 })).toMatchObject({ session: { score: '0' } });
    const leads = await play(lead!, scenario.id, 'I am sorry.', 'NAMED');
    expect(await score(lead!, leads, { empathy: 5, facts: 5, tone: 5 })).toMatchObject({ code: 'NOT_YOUR_ROLE_PLAY' });
    expect(await keep(lead!, secret)).toMatchObject({ code: 'ANSWER_IS_PRIVATE' });
    for (const each of [his, hers]) expect(await keep(lead!, each)).toMatchObject({ session: { isBest: true } });
    const query = `query ($id: ID!, $his: ID!) { rolePlay(id: $his) { answer } scenario(id: $id) { scorecardVersion { number }
      bestAnswers { answer score player { id } } } }`;
    const best = [
      { answer: 'I am sorry. The kettle comes on Monday.', score: '87.5', player: { id: place.personId } },
      { answer: 'I am sorry. It comes soon.', score: '67.5', player: null },
    ];
    expect(await asked(world, ada!, query, { id: scenario.id, his })).toEqual({
      ...{ rolePlay: null, scenario: { scorecardVersion: { number: 1 }, bestAnswers: best } },
    });
    await must(world, ada!, ['shareRolePlay', 'RolePlayShared', 'session { isBest }'], {
      rolePlayId: hers,
      sharing: 'PRIVATE',
    });
    expect(await asked(world, ben!, query, { id: scenario.id, his })).toMatchObject({
      scenario: { bestAnswers: best.slice(1) },
    });
  });
});
