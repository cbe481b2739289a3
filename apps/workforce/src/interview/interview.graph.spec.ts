import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { givenApplicant, givenOpening, givenRequisition, hirer } from '../../test/hiring.ts';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  givenPerson,
  givenSite,
  refusedWith,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let site: Known;
beforeAll(async () => {
  world = await startWorld();
  site = await givenSite(world);
});
afterAll(() => world?.close());

describe('A panel', () => {
  it('scores without a name, each for themselves: nobody sees the others before they have scored', async () => {
    const opening = await givenOpening(world, await givenRequisition(world, site.id));
    const applicant = await givenApplicant(world, opening);
    const [ann, bob] = [await givenPerson(world, { siteId: site.id }), await givenPerson(world, { siteId: site.id })];
    const plan = { applicantId: applicant.id, kind: 'SIFT', panelIds: [ann.id, bob.id] };
    const planned = ['planInterview', 'InterviewPlanned', 'interview { id }'] as const;
    const { interview } = await must<{ interview: Known }>(world, planned, plan, hirer);
    const [asAnn, asBob] = [caller('LEAD', { personId: ann.id }), caller('LEAD', { personId: bob.id })];
    const mine = `{ interviewsToScore { id applicant { number statement } scores { rating: ratings { rating } } averages { average } } }`;
    expect(await ask(world, mine, {}, asBob)).toEqual({
      interviewsToScore: [{ id: interview.id, applicant: { number: 1, statement: null }, scores: [], averages: [] }],
    });
    const name = `query ($id: ID!) { applicant(id: $id) { name } }`;
    expect(await refusedWith(world, name, { id: applicant.id }, asBob)).toEqual(['FORBIDDEN']);
    const ratings = (listening: number, writing: number) => [
      { criterion: 'Writing', rating: writing },
      { criterion: 'Listening', rating: listening, note: 'Asked back twice' },
    ];
    const SCORED =
      '... on InterviewScored { interview { status averages { criterion average ratings } scores { interviewer { id } } } }';
    const score = (given: object[], actor: typeof asAnn) =>
      run(
        world,
        ['scoreInterview', SCORED],
        { interviewId: interview.id, ratings: given, recommendation: 'HIRE' },
        actor,
      );
    expect(await score([{ criterion: 'Writing', rating: 6 }], asAnn)).toMatchObject({
      problems: [{ path: 'ratings[0].rating' }, { path: 'ratings', message: 'lack Listening' }],
    });
    expect(await score(ratings(5, 3), asAnn)).toMatchObject({ interview: { status: 'PLANNED' } });
    expect(await ask(world, mine, {}, asBob)).toMatchObject({ interviewsToScore: [{ scores: [], averages: [] }] });
    expect(await score(ratings(4, 4), asBob)).toMatchObject({
      interview: {
        status: 'SCORED',
        averages: [
          { criterion: 'Listening', average: 4.5, ratings: 2 },
          { criterion: 'Writing', average: 3.5, ratings: 2 },
        ],
      },
    });
    expect(await score(ratings(1, 1), asBob)).toMatchObject({ code: 'INTERVIEW_NOT_TO_SCORE' });
    expect(await score(ratings(1, 1), caller('LEAD'))).toMatchObject({ code: 'NOT_FOUND' });
  });
});
