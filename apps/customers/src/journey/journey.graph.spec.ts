import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import type { Actor } from '@courtesy/subgraph';
import {
  agent,
  ask,
  change,
  eventsAbout,
  lead,
  someId,
  startWorld,
  tryToAsk,
  type World,
} from '../../test/customers-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface SeenJourney {
  readonly id: string;
  readonly version: number;
  readonly stages: readonly { readonly touchpoints: readonly { readonly id: string; readonly name: string }[] }[];
}
const JOURNEY = 'journey { id version stages { name touchpoints { id name channel team { id } } } }';
const teamId = someId('team');
const desk = { name: 'Desk', channel: 'FACE_TO_FACE', teamId };
const line = { name: 'Help line', channel: 'PHONE' };
const site = { name: 'Web shop', channel: 'WEB' };
const publish = (more: object = {}, actor: Actor = lead) =>
  change(
    world,
    'publishJourney',
    {
      name: 'Buying a kettle',
      stages: [
        { name: 'Choose', touchpoints: [site, desk] },
        { name: 'Use', touchpoints: [line] },
      ],
      ...more,
    },
    { actor, fragments: `... on JourneyPublished { ${JOURNEY} } ... on InvalidInput { problems { path } }` },
  );
const published = async () => {
  const journey = (await publish())['journey'] as SeenJourney;
  return { journey, ids: journey.stages.flatMap(({ touchpoints }) => touchpoints.map(({ id }) => id)) };
};
const tag = (touchpointId: string | undefined, what: object, actor: Actor = agent) =>
  change(
    world,
    'tagTouchpoint',
    { touchpointId, ...what },
    {
      ...{ actor, fragments: '... on TouchpointTagged { touchpointVisit { id touchpoint { name } } }' },
    },
  );
const heat = async (id: string, from = '2026-03-01T00:00:00Z') => {
  const query = `query ($id: ID!, $from: DateTime!) { journey(id: $id) { painPoints(from: $from, to: "2026-04-01T00:00:00Z") {
    touchpoint { name } stage cases complaints reopened reopenedShare feedback feedbackScore rank } } }`;
  return (await ask<{ journey: { painPoints: object[] } }>(world, query, { id, from })).journey.painPoints;
};

/** Cases as the feed told of them, of which all lie in March but the last. */
async function givenCases(...types: string[]): Promise<string[]> {
  const ids = types.map(() => someId('case'));
  for (const [i, id] of ids.entries())
    await world.service.database.manager.query(
      `INSERT INTO case_copy (id, customer_id, type, state, opened_at, reopen_count) VALUES ($1, 'cust_1', $2, 'OPEN', $3, $4)`,
      [id, types[i], i + 1 < types.length ? '2026-03-02T10:00:00Z' : '2026-01-02T10:00:00Z', i === 0 ? 2 : 0],
    );
  return ids;
}

describe('a journey', () => {
  it('shows where it hurts: tagged cases, complaints and reopened ones by touchpoint, zeros too, ranked', async () => {
    const { journey, ids } = await published();
    const cases = await givenCases('COMPLAINT', 'COMPLAINT', 'ENQUIRY', 'COMPLAINT');
    for (const [i, at] of [2, 2, 1, 1].entries()) await tag(ids[at], { caseId: cases[i] });
    await world.service.database.manager.query(
      `INSERT INTO feedback_copy (id, customer_id, score, given_at) VALUES ('fdbk_1', 'cust_1', 2, '2026-03-02T10:00:00Z')`,
    );
    await tag(ids[2], { feedbackId: 'fdbk_1' });
    const nothing = { reopened: 0, reopenedShare: null, feedback: 0, feedbackScore: null };
    expect(await heat(journey.id)).toEqual([
      { touchpoint: { name: 'Web shop' }, stage: 'Choose', cases: 0, complaints: 0, ...nothing, rank: 3 },
      { touchpoint: { name: 'Desk' }, stage: 'Choose', cases: 1, complaints: 0, ...nothing, reopenedShare: 0, rank: 2 },
      {
        ...{
          touchpoint: { name: 'Help line' },
          stage: 'Use',
          cases: 2,
          complaints: 2,
          reopened: 1,
          reopenedShare: 0.5,
        },
        ...{ feedback: 1, feedbackScore: 2, rank: 1 },
      },
    ]);
    expect(await heat(journey.id, '2026-01-01T00:00:00Z')).toMatchObject([{ cases: 0 }, { cases: 2 }, { cases: 2 }]);
  });

  it('keeps its touchpoints and what was tagged from version to version, and every version as it was', async () => {
    const { journey, ids } = await published();
    const [caseId] = await givenCases('COMPLAINT', 'ENQUIRY');
    await tag(ids[1], { caseId });
    const revise = (more: object = {}) =>
      change(
        world,
        'reviseJourney',
        {
          journeyId: journey.id,
          stages: [{ name: 'All', touchpoints: [{ ...line, touchpointId: ids[2], name: 'Line' }] }],
          ...more,
        },
        { actor: lead, fragments: `... on JourneyPublished { ${JOURNEY} } ... on InvalidInput { problems { path } }` },
      );
    expect(await revise({ expectedVersion: 1 })).toMatchObject({
      journey: { version: 2, stages: [{ name: 'All', touchpoints: [{ id: ids[2], name: 'Line' }] }] },
    });
    expect(await revise({ expectedVersion: 1 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    const strange = { name: 'All', touchpoints: [{ ...line, touchpointId: (await published()).ids[0] }] };
    expect(await revise({ stages: [strange] })).toMatchObject({ problems: [{ path: 'stages' }] });
    expect(await heat(journey.id)).toMatchObject([
      { touchpoint: { name: 'Line' }, stage: 'All', cases: 0 },
      { touchpoint: { name: 'Desk' }, stage: null, cases: 1 },
    ]);
    const versions = `query ($id: ID!) { journey(id: $id) { versions { nodes { number stages { name touchpoints { name } } } totalCount } } }`;
    const seen = await ask<{ journey: { versions: object } }>(world, versions, { id: journey.id });
    expect(seen.journey.versions).toMatchObject({
      nodes: [{ number: 2 }, { number: 1, stages: [{ name: 'Choose' }, { touchpoints: [{ name: 'Help line' }] }] }],
      totalCount: 2,
    });
    expect((await eventsAbout(world, journey.id)).map(({ data }) => data)).toMatchObject([
      { number: 1, touchpointIds: ids },
      { number: 2, touchpointIds: [ids[2]] },
    ]);
  });

  it('is tagged with a case once, which shows on the case, and can be taken back', async () => {
    const { ids } = await published();
    const caseId = someId('case');
    const all = await Promise.all([1, 2, 3].map(() => tag(ids[0], { caseId })));
    const [{ touchpointVisit } = {}] = all as { touchpointVisit?: { id: string } }[];
    expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(1);
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Case { touchpointVisits { nodes { touchpoint { name journey { name } } } } } } }`;
    const onCase = () => ask(world, query, { of: [{ __typename: 'Case', id: caseId }] });
    const node = { touchpoint: { name: 'Web shop', journey: { name: 'Buying a kettle' } } };
    expect(await onCase()).toEqual({ _entities: [{ touchpointVisits: { nodes: [node] } }] });
    const untag = () => change(world, 'untagTouchpoint', { touchpointVisitId: touchpointVisit?.id });
    expect(await untag()).toMatchObject({ __typename: 'TouchpointUntagged' });
    expect(await untag()).toMatchObject({ code: 'NOT_FOUND' });
    expect(await onCase()).toEqual({ _entities: [{ touchpointVisits: { nodes: [] } }] });
    expect((await eventsAbout(world, touchpointVisit?.id ?? '')).map(({ type }) => type.split('.')[2])).toEqual([
      'tagged',
      'untagged',
    ]);
    expect(await tag(ids[0], {})).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await tag(someId('tpnt'), { caseId })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is drawn by who leads, seen by staff, and by no customer', async () => {
    const { journey } = await published();
    const names = `{ journeys { nodes { name } } }`;
    expect(JSON.stringify(await ask(world, names, {}, agent))).toContain('Buying a kettle');
    const draw = `mutation ($input: PublishJourneyInput!) { publishJourney(input: $input) { __typename } }`;
    expect(await tryToAsk(world, draw, { input: { name: 'X', stages: [] } }, agent)).toMatchObject({
      codes: ['FORBIDDEN'],
    });
    const one = `query ($id: ID!) { journey(id: $id) { name } }`;
    expect(
      await tryToAsk(world, one, { id: journey.id }, caller('CUSTOMER', { customerId: someId('cust') })),
    ).toMatchObject({
      codes: ['FORBIDDEN'],
    });
    expect(
      await publish({ name: '', stages: [{ name: 'A', touchpoints: [{ ...desk, teamId: 'site_1' }] }] }),
    ).toMatchObject({
      problems: [{ path: 'name' }, { path: 'stages.0.touchpoints.0.teamId' }],
    });
  });
});
