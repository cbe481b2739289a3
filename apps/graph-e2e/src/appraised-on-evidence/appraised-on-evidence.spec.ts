import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCases, givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, run, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let place: Place;
let [agent, appraiser, peer, director]: Who[] = [];
beforeAll(async () => {
  world = await startGraph({ now: () => new Date('2026-03-02T08:00:00.000Z') });
  place = await givenPlace(world, 'North');
  agent = as('agent', place.personId);
  appraiser = as('lead', await givenPerson(world, place, 'Lea North', 'LEAD'));
  peer = as('agent', await givenPerson(world, place, 'Per North', 'AGENT'));
  director = as('regional', await givenPerson(world, place, 'Dora North', 'REGIONAL'));
});
afterAll(() => world?.close());

const part = (key: string, source: string, weight: number) => ({ key, name: key, source, weight });

const SEEN = `query ($id: ID!) { appraisal(id: $id) {
  status result appeal { reason outcome } parts { component { key } score effectiveWeight }
  scores { component { key } evidence { kind case { id subject } metric { key } value } } } }`;

describe('an appraisal', () => {
  it('rests on evidence, re-weights the feedback that is missing, and once signed stands, while an appeal is on record', async () => {
    const cycle = { name: '2026', siteId: place.siteId, from: '2026-01-01', until: '2026-12-31' };
    const [quality, goals, peers] = [
      part('quality', 'QUALITY', 60),
      part('goals', 'METRICS', 20),
      part('peers', 'PEERS', 20),
    ];
    const ninety = await run(world, director!, ['openAppraisalCycle', '... on WeightsNotWhole { total }'], {
      ...{ ...cycle, components: [quality, { ...goals, weight: 30 }] },
    });
    expect(ninety).toMatchObject({ __typename: 'WeightsNotWhole', total: 90 });
    const OPENED = ['openAppraisalCycle', 'AppraisalCycleOpened', 'cycle { id }'] as const;
    const opened = await must<{ cycle: { id: string } }>(world, director!, OPENED, {
      ...{ ...cycle, components: [quality, goals, peers] },
    });
    const BEGUN = ['beginAppraisal', 'AppraisalBegun', 'appraisal { id }'] as const;
    const { appraisal } = await must<{ appraisal: { id: string } }>(world, director!, BEGUN, {
      ...{ cycleId: opened.cycle.id, personId: agent?.personId, appraiserId: appraiser?.personId },
      peerIds: [peer?.personId],
    });
    const appraisalId = appraisal.id;
    const [caseId] = await givenCases(world, place, 1);
    const catalogue = `{ metricDefinitions(first: 1) { nodes { id key } } }`;
    const { metricDefinitions } = await asked<{ metricDefinitions: { nodes: { id: string; key: string }[] } }>(
      world,
      director!,
      catalogue,
    );
    const metric = metricDefinitions.nodes[0]!;
    const score = (component: string, points: string, evidence: object[]) =>
      run(world, appraiser!, ['scoreAppraisal', ''], {
        appraisalId,
        component,
        score: points,
        comment: 'Seen',
        evidence,
      });
    expect(await score('quality', '90', [])).toMatchObject({ __typename: 'InvalidInput' });
    await score('quality', '90', [{ kind: 'CASE', id: caseId }]);
    await score('goals', '50', [{ kind: 'METRIC', id: metric.id, value: '12' }]);
    await must(world, appraiser!, ['completeAppraisal', 'AppraisalCompleted', 'appraisal { id }'], { appraisalId });
    // 60 and 20 of 80: three quarters of 90 and one quarter of 50. With a nought for the colleague it would have been 64.
    const seen = await asked<{ appraisal: object }>(world, agent!, SEEN, { id: appraisalId });
    expect(seen.appraisal).toMatchObject({
      ...{ status: 'MANAGER', result: '80' },
      parts: [{ effectiveWeight: '75' }, { effectiveWeight: '25' }, { score: null, effectiveWeight: '0' }],
      scores: [
        { evidence: [{ kind: 'CASE', case: { id: caseId, subject: expect.any(String) } }] },
        { evidence: [{ kind: 'METRIC', metric: { key: metric.key }, value: '12' }] },
      ],
    });
    await must(world, agent!, ['signAppraisal', 'AppraisalSigned', 'appraisal { id }'], { appraisalId });
    expect(await score('quality', '10', [{ kind: 'CASE', id: caseId }])).toMatchObject({
      __typename: 'AppraisalIsElsewhere',
    });
    const why = { appraisalId, reason: 'The case was not mine' };
    await must(world, agent!, ['appealAppraisal', 'AppraisalAppealed', 'appraisal { id }'], why);
    const own = await run(world, appraiser!, ['decideAppeal', ''], {
      appraisalId,
      outcome: 'REJECTED',
      reason: 'It was',
    });
    expect(own.__typename).toBe('NotYourAppraisal');
    const rejected = { appraisalId, outcome: 'REJECTED', reason: 'It was' };
    await must(world, director!, ['decideAppeal', 'AppealDecided', 'anew { id }'], rejected);
    expect(await asked(world, agent!, SEEN, { id: appraisalId })).toMatchObject({
      appraisal: { status: 'SIGNED', result: '80', appeal: { reason: why.reason, outcome: 'REJECTED' } },
    });
  });
});
