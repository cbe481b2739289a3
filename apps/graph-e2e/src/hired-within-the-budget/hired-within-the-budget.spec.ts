import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, pounds, run, type Who } from '../../test/verbs.ts';

let now = new Date('2026-03-02T08:00:00.000Z');
let world: GraphWorld;
let place: Place;
let hirer: Who;
let director: Who;
beforeAll(async () => {
  world = await startGraph({ now: () => now });
  place = await givenPlace(world, 'Front');
  hirer = as('manager', await givenPerson(world, place, 'Grace Front', 'MANAGER'));
  director = as('regional', await givenPerson(world, place, 'Rosa Front', 'REGIONAL'));
});
afterAll(() => world?.close());

interface Known {
  readonly id: string;
}

/** An opening of an approved requisition with one vacancy. */
async function givenVacancy(more: object): Promise<{ requisitionId: string; openingId: string }> {
  const wish = {
    siteId: place.siteId,
    jobRole: 'AGENT',
    headcount: 1,
    because: 'Sunday hours',
    budget: pounds('26000'),
  };
  const RAISED = ['raiseRequisition', 'RequisitionRaised', 'requisition { id }'] as const;
  const { requisition } = await must<{ requisition: Known }>(world, hirer, RAISED, { ...wish, ...more });
  const requisitionId = requisition.id;
  const own = await run(world, hirer, ['approveRequisition', ''], { requisitionId });
  expect(own.__typename).toBe('RequisitionIsOwn');
  await must(world, director, ['approveRequisition', 'RequisitionApproved', 'requisition { id }'], { requisitionId });
  const vacancy = { requisitionId, title: 'Adviser', description: 'Answers.', criteria: ['Calm'], retentionDays: 30 };
  const PUBLISHED = ['publishOpening', 'OpeningPublished', 'opening { id }'] as const;
  const { opening } = await must<{ opening: Known }>(world, hirer, PUBLISHED, vacancy);
  return { requisitionId, openingId: opening.id };
}

async function givenShortlisted(openingId: string, name: string): Promise<string> {
  const given = { openingId, name, email: `${name.toLowerCase().replace(' ', '.')}@mail.example` };
  const RECORDED = ['recordApplication', 'ApplicationRecorded', 'applicant { id name }'] as const;
  const { applicant } = await must<{ applicant: Known & { name: null } }>(world, hirer, RECORDED, given);
  expect(applicant.name).toBeNull();
  await must(world, hirer, ['shortlistApplicant', 'ApplicantShortlisted', 'applicant { id }'], {
    applicantId: applicant.id,
  });
  return applicant.id;
}

const offer = (applicantId: string, amount: string) =>
  run<{ offer: Known & { overBudget: { amount: string } | null } }>(
    world,
    hirer,
    ['makeOffer', '... on OfferMade { offer { id overBudget { amount } } } ... on OfferOverBudget { over { amount } }'],
    {
      ...{ applicantId, pay: pounds(amount), weeklyHours: 'PT37H30M', startsOn: '2026-04-01' },
      expiresAt: '2026-03-20T12:00:00Z',
    },
  );

const HISTORY = `query ($id: ID!) { applicant(id: $id) { name email erasedAt history { status because } } }`;

describe('hiring', () => {
  it('offers one vacancy to one of two at once, whoever asks first', async () => {
    const { requisitionId, openingId } = await givenVacancy({});
    const [una, ivo] = [await givenShortlisted(openingId, 'Una Dale'), await givenShortlisted(openingId, 'Ivo Dale')];
    const answers = await Promise.all([offer(una, '25000'), offer(ivo, '25000')]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['NoVacancyLeft', 'OfferMade']);
    const taken = answers.find(({ __typename }) => __typename === 'OfferMade')!.offer.id;
    await must(world, hirer, ['acceptOffer', 'OfferAccepted', 'offer { id }'], { offerId: taken });
    const query = `query ($id: ID!) { requisition(id: $id) { status vacancies left { amount } } }`;
    expect(await asked(world, director, query, { id: requisitionId })).toEqual({
      requisition: { status: 'FILLED', vacancies: 0, left: { amount: '1000.00' } },
    });
  });

  it('over the budget is stopped or warned of, as the requisition says', async () => {
    const stopped = await givenShortlisted((await givenVacancy({ budgetControl: 'STOP' })).openingId, 'Max Hill');
    expect(await offer(stopped, '26000.01')).toMatchObject({ __typename: 'OfferOverBudget', over: { amount: '0.01' } });
    const warned = await givenShortlisted((await givenVacancy({ budgetControl: 'WARN' })).openingId, 'Nia Hill');
    expect(await offer(warned, '26000.01')).toMatchObject({ offer: { overBudget: { amount: '0.01' } } });
  });

  it('forgets who was rejected at the retention date, and keeps what happened', async () => {
    const id = await givenShortlisted((await givenVacancy({})).openingId, 'Quentin Marsh');
    const why = { applicantId: id, because: 'SCORED_LOWER' };
    await must(world, hirer, ['rejectApplicant', 'ApplicantRejected', 'applicant { id }'], why);
    const before = await asked<{ applicant: { name: string } }>(world, hirer, HISTORY, { id });
    expect(before.applicant.name).toBe('Quentin Marsh');
    now = new Date('2026-04-02T00:00:00.000Z');
    for (;;) {
      const { applicant } = await asked<{ applicant: { erasedAt: string | null } }>(world, hirer, HISTORY, { id });
      if (applicant.erasedAt) {
        expect(applicant).toEqual({
          ...{ name: null, email: null, erasedAt: '2026-04-02T00:00:00.000Z' },
          history: [
            { status: 'APPLIED', because: null },
            { status: 'SHORTLISTED', because: null },
            { status: 'REJECTED', because: 'SCORED_LOWER' },
          ],
        });
        break;
      }
      await delay(50);
    }
  });

  it('is nobody’s business who does not hire', async () => {
    const { errors } = await world.ask(`{ requisitions { nodes { id } } }`, {}, { role: 'lead' });
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN']);
  });
});
