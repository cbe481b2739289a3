import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '@courtesy/subgraph';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { criterion, givenReview, givenScorecard } from '../../test/quality.ts';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  eventsAbout,
  givenPerson,
  givenSite,
  manager,
  refusedWith,
  someId,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let site: Known;
let [person, appraiser, peer]: Known[] = [];
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  site = await givenSite(world);
  const siteId = site.id;
  appraiser = await givenPerson(world, { siteId, jobRole: 'LEAD' });
  person = await givenPerson(world, { siteId, managerId: appraiser.id });
  peer = await givenPerson(world, { siteId });
});
afterAll(() => world?.close());

const asPerson = () => caller('AGENT', { personId: person?.id, siteId: site.id });
const asAppraiser = () => caller('LEAD', { personId: appraiser?.id, siteId: site.id, reach: 'SITE' });
const asPeer = () => caller('AGENT', { personId: peer?.id, siteId: site.id });
const asDirector = () => caller('MANAGER', { personId: someId('pers'), reach: 'ALL' });

const part = (key: string, source: string, weight: number) => ({ key, name: key, source, weight });
const components = [
  part('quality', 'QUALITY', 50),
  part('goals', 'GOALS', 20),
  part('self', 'SELF', 10),
  part('peers', 'PEERS', 20),
];
const open = (more: object = {}) =>
  run<{ cycle: Known; total: number }>(
    world,
    [
      'openAppraisalCycle',
      '... on AppraisalCycleOpened { cycle { id version formula { number } } } ... on WeightsNotWhole { total }',
    ],
    { name: '2026', siteId: site.id, from: '2026-01-01', until: '2026-12-31', components, ...more },
  );
const begun = async (more: object = {}): Promise<Known> => {
  const { cycle } = await open();
  const input = { cycleId: cycle.id, personId: person?.id, peerIds: [peer?.id], ...more };
  const BEGUN = ['beginAppraisal', 'AppraisalBegun', 'appraisal { id version }'] as const;
  return (await must<{ appraisal: Known }>(world, BEGUN, input)).appraisal;
};
const score = (appraisal: Known, [component, points]: readonly [string, string], actor: Actor, more: object = {}) => {
  const given = { appraisalId: appraisal.id, component, score: points, comment: 'As seen', ...more };
  return run(world, ['scoreAppraisal', '... on AppraisalScored { appraisal { result } }'], given, actor);
};
const review = () => ({ evidence: [{ kind: 'REVIEW', id: someId('qrev') }] });
const act = (verb: string, appraisal: Known, actor: Actor, more: object = {}) =>
  run(world, [verb, ''], { appraisalId: appraisal.id, ...more }, actor);
const SEEN = `query ($id: ID!) { appraisal(id: $id) { status result peers { id } supersedes { id } appeal { reason outcome }
  formula { number } parts { component { key } score effectiveWeight } scores { component { key } score by { id } isSuperseded evidence { kind case { id } metric { id } value } } } }`;
interface Seen {
  readonly result: string | null;
  readonly scores: readonly object[];
  readonly parts: readonly { readonly effectiveWeight: string }[];
}
const see = async ({ id }: Known, actor: Actor) =>
  (await ask<{ appraisal: Seen }>(world, SEEN, { id }, actor)).appraisal;

describe('The tables of appraisals', () => {
  it('are what their mappings say', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });
});

describe('A cycle', () => {
  it('whose weights come to 90 is refused', async () => {
    const ninety = [part('quality', 'QUALITY', 50), part('goals', 'GOALS', 40)];
    expect(await open({ components: ninety })).toMatchObject({ code: 'WEIGHTS_NOT_WHOLE', total: 90 });
    expect(await open({ components: [...ninety, part('goals', 'SELF', 10)] })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await open()).toMatchObject({ cycle: { formula: { number: 1 } } });
  });

  it('that has another formula leaves appraisals that began before with theirs', async () => {
    const before = await begun();
    const query = `query ($id: ID!) { appraisal(id: $id) { cycle { id version } } }`;
    const { appraisal } = await ask<{ appraisal: { cycle: Known } }>(world, query, { id: before.id });
    const input = { cycleId: appraisal.cycle.id, components: [part('quality', 'QUALITY', 100)] };
    const REVISED = [
      'reviseAppraisalFormula',
      'AppraisalFormulaRevised',
      'cycle { formula { number } formulas { number } }',
    ] as const;
    expect(await must(world, REVISED, input)).toMatchObject({
      cycle: { formula: { number: 2 }, formulas: [{ number: 1 }, { number: 2 }] },
    });
    expect(await see(before, asAppraiser())).toMatchObject({ formula: { number: 1 } });
  });
});

describe('An appraisal', () => {
  it('re-weights what has no score: of 50, 20, 10 and 20 without colleagues the others count 62.5, 25 and 12.5', async () => {
    const appraisal = await begun();
    await score(appraisal, ['quality', '80'], asAppraiser(), review());
    await score(appraisal, ['goals', '60'], asAppraiser(), {
      evidence: [{ kind: 'RECORD', note: 'Two of three reached' }],
    });
    await score(appraisal, ['self', '100'], asPerson());
    const seen = await see(appraisal, asAppraiser());
    expect(seen.result).toBe('77.5');
    expect(seen.parts.map(({ effectiveWeight }) => effectiveWeight)).toEqual(['62.5', '25', '12.5', '0']);
    await score(appraisal, ['peers', '0'], asPeer());
    expect((await see(appraisal, asAppraiser())).result).toBe('62');
  });

  it('shows the review that a score rests on to whoever may see it', async () => {
    const appraisal = await begun();
    const scorecard = await givenScorecard(world, [criterion('tone', 100)]);
    const found = { scorecard, personId: person!.id, reviewer: asAppraiser(), points: { tone: 4 } };
    const review = await givenReview(world, found);
    await score(appraisal, ['quality', '75'], asAppraiser(), { evidence: [{ kind: 'REVIEW', id: review.id }] });
    const query = `query ($id: ID!) { appraisal(id: $id) { scores { evidence { kind review { score } case { id } } } } }`;
    expect(await ask(world, query, { id: appraisal.id }, asAppraiser())).toEqual({
      appraisal: { scores: [{ evidence: [{ kind: 'REVIEW', review: { score: '75' }, case: null }] }] },
    });
  });

  it('has no score that rests on nothing, and keeps what it rests on', async () => {
    const appraisal = await begun();
    const [caseId, metricId] = [someId('case'), someId('mdef')];
    const wrong = (evidence: object[]) => score(appraisal, ['quality', '80'], asAppraiser(), { evidence });
    expect(await wrong([])).toMatchObject({ problems: [{ path: 'evidence' }] });
    expect(await wrong([{ kind: 'REVIEW', id: caseId }])).toMatchObject({ problems: [{ path: 'evidence[0].id' }] });
    expect(await wrong([{ kind: 'METRIC', id: metricId }])).toMatchObject({
      problems: [{ path: 'evidence[0].value' }],
    });
    await wrong([
      { kind: 'CASE', id: caseId },
      { kind: 'METRIC', id: metricId, value: '92.5' },
    ]);
    expect((await see(appraisal, asAppraiser())).scores).toMatchObject([
      {
        evidence: [
          { case: { id: caseId }, metric: null },
          { case: null, metric: { id: metricId }, value: '92.5' },
        ],
      },
    ]);
  });

  it('is scored part by part by whom the formula names, and a later score takes the place of an earlier one', async () => {
    const appraisal = await begun();
    expect(await score(appraisal, ['quality', '80'], asPerson(), review())).toMatchObject({
      code: 'NOT_YOURS_TO_SCORE',
    });
    expect(await score(appraisal, ['self', '80'], asAppraiser())).toMatchObject({ code: 'NOT_YOURS_TO_SCORE' });
    expect(await score(appraisal, ['peers', '80'], asPerson())).toMatchObject({ code: 'NOT_YOURS_TO_SCORE' });
    expect(await score(appraisal, ['self', '100.01'], asPerson())).toMatchObject({ problems: [{ path: 'score' }] });
    await score(appraisal, ['self', '90'], asPerson());
    await score(appraisal, ['self', '70.25'], asPerson());
    expect(await see(appraisal, asAppraiser())).toMatchObject({
      result: '70.25',
      scores: [
        { score: '90', isSuperseded: true },
        { score: '70.25', isSuperseded: false },
      ],
    });
  });

  it('that was signed never changes any more, not even by hand in the database', async () => {
    const appraisal = await begun();
    expect(await act('completeAppraisal', appraisal, asAppraiser())).toMatchObject({ code: 'NOTHING_SCORED' });
    await score(appraisal, ['quality', '80'], asAppraiser(), review());
    expect(await act('signAppraisal', appraisal, asPerson())).toMatchObject({ code: 'APPRAISAL_IS_ELSEWHERE' });
    expect(await act('handInSelfAppraisal', appraisal, asAppraiser())).toMatchObject({ code: 'NOT_YOUR_APPRAISAL' });
    expect(await act('handInSelfAppraisal', appraisal, asPerson())).toMatchObject({
      __typename: 'SelfAppraisalHandedIn',
    });
    expect((await see(appraisal, asPerson())).result).toBeNull();
    expect(await act('completeAppraisal', appraisal, asAppraiser())).toMatchObject({
      __typename: 'AppraisalCompleted',
    });
    expect((await see(appraisal, asPerson())).result).toBe('80');
    expect(await act('signAppraisal', appraisal, asAppraiser())).toMatchObject({ code: 'NOT_YOUR_APPRAISAL' });
    expect(await act('signAppraisal', appraisal, asPerson())).toMatchObject({ __typename: 'AppraisalSigned' });
    expect(await score(appraisal, ['quality', '10'], asAppraiser(), review())).toMatchObject({
      code: 'APPRAISAL_IS_ELSEWHERE',
    });
    const { manager: database } = world.service.database;
    await expect(
      database.query(`UPDATE appraisals SET signed_at = now() WHERE id = $1`, [appraisal.id]),
    ).rejects.toThrow('signed');
    await expect(database.query(`UPDATE appraisal_scores SET hundredths = 1`)).rejects.toThrow('permission denied');
    const add = `INSERT INTO appraisal_scores (id, appraisal_id, component, hundredths, comment, evidence, by_id, scored_at)
      VALUES ('ascr_late', $1, 'quality', 1, 'x', '[]', 'pers_x', now())`;
    await expect(database.query(add, [appraisal.id])).rejects.toThrow('complete');
    expect(await eventsAbout(world, appraisal.id)).toHaveLength(5);
  });

  it('against which the person appeals is decided on by somebody else, and upheld begins anew by another hand', async () => {
    const appraisal = await begun();
    await score(appraisal, ['quality', '40'], asAppraiser(), review());
    await act('completeAppraisal', appraisal, asAppraiser());
    await act('signAppraisal', appraisal, asPerson());
    const why = { reason: 'Two of the reviews were of another person' };
    expect(await act('appealAppraisal', appraisal, asAppraiser(), why)).toMatchObject({ code: 'NOT_YOUR_APPRAISAL' });
    expect(await act('appealAppraisal', appraisal, asPerson(), why)).toMatchObject({ __typename: 'AppraisalAppealed' });
    const upheld = { outcome: 'UPHELD', reason: 'So they were', appraiserId: peer?.id };
    expect(await act('decideAppeal', appraisal, asAppraiser(), upheld)).toMatchObject({ code: 'NOT_YOUR_APPRAISAL' });
    const same = { ...upheld, appraiserId: appraiser?.id };
    expect(await act('decideAppeal', appraisal, asDirector(), same)).toMatchObject({
      problems: [{ path: 'appraiserId' }],
    });
    const DECIDED = ['decideAppeal', 'AppealDecided', 'anew { id version } appraisal { status }'] as const;
    const input = { appraisalId: appraisal.id, ...upheld };
    const { anew } = await must<{ anew: Known }>(world, DECIDED, input, asDirector());
    expect(await see(anew, asPerson())).toMatchObject({
      status: 'DRAFT',
      supersedes: { id: appraisal.id },
      result: null,
    });
    expect(await see(appraisal, asPerson())).toMatchObject({
      ...{ status: 'SIGNED', result: '40', appeal: { ...why, outcome: 'UPHELD' } },
    });
    expect(await act('appealAppraisal', appraisal, asPerson(), why)).toMatchObject({ code: 'APPRAISAL_IS_ELSEWHERE' });
  });

  it('is for those who take part and for those who lead; colleagues stay unnamed to the person', async () => {
    const appraisal = await begun();
    await score(appraisal, ['peers', '55'], asPeer());
    await score(appraisal, ['quality', '45'], asAppraiser(), review());
    expect(await see(appraisal, asPeer())).toMatchObject({ scores: [{ score: '55' }], result: '55' });
    expect(await ask(world, `{ appraisalsToScore { id } }`, {}, asPeer())).toEqual({
      appraisalsToScore: [{ id: appraisal.id }],
    });
    await act('completeAppraisal', appraisal, asAppraiser());
    expect(await see(appraisal, asPerson())).toMatchObject({
      peers: [],
      scores: [
        { score: '55', by: null },
        { score: '45', by: { id: appraiser?.id } },
      ],
    });
    expect(await see(appraisal, asAppraiser())).toMatchObject({ scores: [{ by: { id: peer?.id } }, {}] });
    const stranger = caller('AGENT', { personId: someId('pers'), reach: 'ALL' });
    expect(await see(appraisal, stranger)).toBeNull();
    const elsewhere = caller('MANAGER', { siteId: (await givenSite(world)).id });
    expect(await see(appraisal, elsewhere)).toBeNull();
    const begin = `mutation ($input: BeginAppraisalInput!) { beginAppraisal(input: $input) { __typename } }`;
    const input = { cycleId: someId('acyc'), personId: person?.id };
    expect(await refusedWith(world, begin, { input }, elsewhere)).toEqual(['FORBIDDEN']);
  });

  it('is one in a cycle, of a person of its site', async () => {
    const { cycle } = await open();
    const input = { cycleId: cycle.id, personId: person?.id };
    const [first, again] = await Promise.all([1, 2].map(() => run(world, ['beginAppraisal', ''], input)));
    expect([first?.__typename, again?.__typename].sort()).toEqual(['AppraisalBegun', 'AppraisedAlready']);
    const stranger = await givenPerson(world, { managerId: appraiser?.id });
    expect(await run(world, ['beginAppraisal', ''], { ...input, personId: stranger.id })).toMatchObject({
      problems: [{ path: 'personId' }],
    });
    expect(await run(world, ['beginAppraisal', ''], { ...input, personId: peer?.id }, manager)).toMatchObject({
      problems: [{ path: 'appraiserId' }],
    });
  });
});
