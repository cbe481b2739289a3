import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  director,
  givenApplicant,
  givenOpening,
  givenRequisition,
  givenShortlisted,
  hirer,
  pounds,
} from '../../test/hiring.ts';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  clock,
  eventsAbout,
  givenPerson,
  givenSite,
  refusedWith,
  someId,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let site: Known;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  site = await givenSite(world);
});
afterAll(() => world?.close());

const terms = (applicant: Known, amount = '25000') => ({
  ...{ applicantId: applicant.id, pay: pounds(amount), weeklyHours: 'PT37H30M' },
  ...{ startsOn: '2026-04-01', expiresAt: '2026-03-09T10:00:00Z' },
});
const OFFER = 'offer { id version status overBudget { amount } applicant { status } }';
const REFUSED = '... on NoVacancyLeft { requisition { vacancies } } ... on OfferOverBudget { over { amount } }';
interface Made {
  readonly offer: Known & { readonly overBudget: { amount: string } | null };
}
const offer = (applicant: Known, amount?: string, more: object = {}) =>
  run<Made>(
    world,
    ['makeOffer', `... on OfferMade { ${OFFER} } ${REFUSED}`],
    { ...terms(applicant, amount), ...more },
    hirer,
  );
const end = (verb: 'acceptOffer' | 'declineOffer' | 'withdrawOffer', offerId: string, more: object = {}) => {
  const success = { acceptOffer: 'OfferAccepted', declineOffer: 'OfferDeclined', withdrawOffer: 'OfferWithdrawn' }[
    verb
  ];
  return run<Made>(world, [verb, `... on ${success} { ${OFFER} }`], { offerId, ...more }, hirer);
};
const standing = async ({ id }: Known) => {
  const query = `query ($id: ID!) { requisition(id: $id) { status vacancies committed { amount } left { amount } } }`;
  return (await ask<{ requisition: object }>(world, query, { id }, hirer)).requisition;
};
interface Seen {
  readonly name: string | null;
  readonly email: string | null;
  readonly status: string;
  readonly erasedAt: string | null;
}
const seen = async ({ id }: Known): Promise<Seen> => {
  const query = `query ($id: ID!) { applicant(id: $id) { name email statement status retainedUntil erasedAt history { status because note } } }`;
  return (await ask<{ applicant: Seen }>(world, query, { id }, hirer)).applicant;
};

/** The applicant once they are as wanted: a worker sees to it. */
async function seenOnce(applicant: Known, wanted: (applicant: Seen) => boolean): Promise<Seen> {
  for (;;) {
    const found = await seen(applicant);
    if (wanted(found)) return found;
    await delay(50);
  }
}

describe('The tables of hiring', () => {
  it('are what their mappings say', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });
});

describe('A requisition', () => {
  it('is decided on by somebody else, and hires nobody before', async () => {
    const requisition = await givenRequisition(world, site.id);
    const own = await run(world, ['approveRequisition', ''], { requisitionId: requisition.id }, hirer);
    expect(own).toMatchObject({ __typename: 'RequisitionIsOwn', code: 'REQUISITION_IS_OWN' });
    const vacancy = { requisitionId: requisition.id, title: 'Adviser', description: 'Answers.', criteria: ['Calm'] };
    expect(await run(world, ['publishOpening', ''], vacancy, hirer)).toMatchObject({
      __typename: 'RequisitionIsElsewhere',
    });
    const why = { requisitionId: requisition.id, reason: 'No money this year' };
    const rejected = await run(world, ['rejectRequisition', ''], why, director);
    expect(rejected).toMatchObject({ __typename: 'RequisitionRejected' });
    expect(await standing(requisition)).toMatchObject({ status: 'REJECTED', vacancies: 1 });
  });

  it('is for those who hire for its site, and for nobody else', async () => {
    const requisition = await givenRequisition(world, site.id);
    const other = caller('MANAGER', { siteId: (await givenSite(world)).id });
    const query = `query ($id: ID!) { requisition(id: $id) { id } }`;
    expect(await ask(world, query, { id: requisition.id }, other)).toEqual({ requisition: null });
    expect(await refusedWith(world, query, { id: requisition.id }, caller('LEAD'))).toEqual(['FORBIDDEN']);
    const wish = { siteId: site.id, jobRole: 'AGENT', headcount: 1, because: 'x', budget: pounds('1') };
    const raise = `mutation ($input: RaiseRequisitionInput!) { raiseRequisition(input: $input) { __typename } }`;
    expect(await refusedWith(world, raise, { input: wish }, other)).toEqual(['FORBIDDEN']);
  });

  it('says everything that is wrong with it at once', async () => {
    const wish = { siteId: someId('site'), jobRole: 'AGENT', headcount: 0, because: ' ', budget: pounds('-1') };
    const { problems } = await run<{ problems: { path: string }[] }>(world, ['raiseRequisition', ''], wish, hirer);
    expect(problems.map(({ path }) => path)).toEqual(['headcount', 'because', 'budget']);
  });
});

describe('An offer', () => {
  it('takes a vacancy: of many at once for one, one is made and the others are refused', async () => {
    const requisition = await givenRequisition(world, site.id, { headcount: 1, budget: pounds('1000000') });
    const opening = await givenOpening(world, requisition);
    const applicants = await Promise.all([1, 2, 3, 4, 5].map(() => givenShortlisted(world, opening)));
    const answers = await Promise.all(applicants.map((each) => offer(each)));
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      ...['NoVacancyLeft', 'NoVacancyLeft', 'NoVacancyLeft', 'NoVacancyLeft', 'OfferMade'],
    ]);
    const made = answers.find(({ __typename }) => __typename === 'OfferMade')!;
    await end('declineOffer', made.offer.id, { reason: 'Found other work' });
    const next = applicants.find((_, i) => answers[i] !== made)!;
    expect(await offer(next)).toMatchObject({ __typename: 'OfferMade' });
  });

  it.each([
    ['STOP', { __typename: 'OfferOverBudget', over: { amount: '0.01' } }],
    ['WARN', { __typename: 'OfferMade', offer: { overBudget: { amount: '0.01' } } }],
    ['IGNORE', { __typename: 'OfferMade', offer: { overBudget: null } }],
  ])('over the budget comes to what the requisition says: %s', async (budgetControl, outcome) => {
    const requisition = await givenRequisition(world, site.id, {
      headcount: 2,
      budgetControl,
      budget: pounds('50000'),
    });
    const opening = await givenOpening(world, requisition);
    const [first, second] = [await givenShortlisted(world, opening), await givenShortlisted(world, opening)];
    expect(await offer(first, '25000')).toMatchObject({ offer: { overBudget: null } });
    expect(await standing(requisition)).toMatchObject({ vacancies: 1, left: { amount: '25000.00' } });
    expect(await offer(second, '25000.01')).toMatchObject(outcome);
    expect(await offer(second, '25000')).toMatchObject(
      budgetControl === 'STOP' ? { offer: { overBudget: null } } : { code: 'APPLICANT_IS_ELSEWHERE' },
    );
  });

  it('that is accepted fills the requisition with the last of its vacancies, and the same key offers once', async () => {
    const requisition = await givenRequisition(world, site.id);
    const opening = await givenOpening(world, requisition);
    const applicant = await givenShortlisted(world, opening);
    const key = { idempotencyKey: 'offer-1' };
    const made = await offer(applicant, '25000', key);
    expect((await offer(applicant, '25000', key)).offer.id).toBe(made.offer.id);
    expect(await end('acceptOffer', made.offer.id)).toMatchObject({
      offer: { status: 'ACCEPTED', applicant: { status: 'HIRED' } },
    });
    expect(await standing(requisition)).toEqual({
      ...{ status: 'FILLED', vacancies: 0, committed: { amount: '25000.00' }, left: { amount: '5000.00' } },
    });
    expect(await end('withdrawOffer', made.offer.id, { reason: 'x' })).toMatchObject({ code: 'OFFER_IS_OVER' });
    expect(await eventsAbout(world, made.offer.id)).toEqual(['offer.changed', 'offer.changed']);
    const joined = await givenPerson(world, { siteId: site.id });
    const started = { applicantId: applicant.id, personId: joined.id };
    const FIELDS = 'applicant { person { id } retainedUntil }';
    expect(await must(world, ['recordStart', 'StartRecorded', FIELDS], started, hirer)).toMatchObject({
      applicant: { person: { id: joined.id }, retainedUntil: null },
    });
  });

  it('that is not answered in time gives its vacancy back at that instant, whether or not anybody noticed', async () => {
    const requisition = await givenRequisition(world, site.id);
    const opening = await givenOpening(world, requisition);
    const [first, second] = [await givenShortlisted(world, opening), await givenShortlisted(world, opening)];
    const made = await offer(first);
    clock.set('2026-03-09T09:59:59.999Z');
    expect(await offer(second)).toMatchObject({ code: 'NO_VACANCY_LEFT' });
    clock.set('2026-03-09T10:00:00.000Z');
    expect(await end('acceptOffer', made.offer.id)).toMatchObject({ code: 'OFFER_IS_OVER' });
    expect(await standing(requisition)).toMatchObject({ vacancies: 1 });
    await seenOnce(first, ({ status }) => status === 'SHORTLISTED');
    expect(await eventsAbout(world, made.offer.id)).toEqual(['offer.changed', 'offer.changed']);
    expect(await offer(second, '25000', { expiresAt: '2026-03-20T10:00:00Z' })).toMatchObject({
      __typename: 'OfferMade',
    });
  });
});

describe('An applicant', () => {
  it('of an anonymous opening has a number and no name until they are shortlisted', async () => {
    const opening = await givenOpening(world, await givenRequisition(world, site.id));
    const applicant = await givenApplicant(world, opening, { statement: 'I have answered letters for years.' });
    const query = `query ($id: ID!) { applicant(id: $id) { number name email phone statement } }`;
    expect(await ask(world, query, { id: applicant.id }, hirer)).toEqual({
      applicant: { number: 1, name: null, email: null, phone: null, statement: 'I have answered letters for years.' },
    });
    const listed = ['shortlistApplicant', 'ApplicantShortlisted', 'applicant { name }'] as const;
    const after = await must<{ applicant: { name: string } }>(world, listed, { applicantId: applicant.id }, hirer);
    expect(after.applicant.name).toMatch(/^Applicant/);
    const again = {
      openingId: opening.id,
      name: 'Other',
      email: ((await seen(applicant)) as unknown as { email: string }).email.toUpperCase(),
    };
    expect(await run(world, ['recordApplication', ''], again, hirer)).toMatchObject({ code: 'APPLIED_BEFORE' });
  });

  it('from elsewhere waits while those who work here come first', async () => {
    const until = { internalFirstUntil: '2026-03-05T00:00:00Z' };
    const opening = await givenOpening(world, await givenRequisition(world, site.id), until);
    const insider = await givenPerson(world, { siteId: site.id });
    const inside = await givenApplicant(world, opening, { personId: insider.id });
    const outside = await givenApplicant(world, opening);
    const list = (applicant: Known) =>
      run(
        world,
        ['shortlistApplicant', '... on InternalApplicantsFirst { waiting { id } }'],
        { applicantId: applicant.id },
        hirer,
      );
    expect(await list(outside)).toMatchObject({ code: 'INTERNAL_APPLICANTS_FIRST', waiting: [{ id: inside.id }] });
    expect(await list(inside)).toMatchObject({ __typename: 'ApplicantShortlisted' });
    expect(await list(outside)).toMatchObject({ __typename: 'ApplicantShortlisted' });
  });

  it('who was rejected is forgotten after the last day of retention, while every step stays on record', async () => {
    const opening = await givenOpening(world, await givenRequisition(world, site.id), { retentionDays: 30 });
    const applicant = await givenShortlisted(world, opening, { statement: 'Call me Ishmael' });
    const why = { applicantId: applicant.id, because: 'SCORED_LOWER', note: 'Ishmael wrote little' };
    await must(world, ['rejectApplicant', 'ApplicantRejected', 'applicant { id }'], why, hirer);
    expect(await seen(applicant)).toMatchObject({ retainedUntil: '2026-04-01', statement: 'Call me Ishmael' });
    clock.set('2026-04-01T23:59:59.999Z');
    expect(await seen(applicant)).toMatchObject({ erasedAt: null, statement: 'Call me Ishmael' });
    clock.set('2026-04-02T00:00:00.000Z');
    expect(await seenOnce(applicant, ({ erasedAt }) => erasedAt !== null)).toEqual({
      ...{ name: null, email: null, statement: null, status: 'REJECTED', retainedUntil: '2026-04-01' },
      erasedAt: '2026-04-02T00:00:00.000Z',
      history: [
        { status: 'APPLIED', because: null, note: null },
        { status: 'SHORTLISTED', because: null, note: null },
        { status: 'REJECTED', because: 'SCORED_LOWER', note: null },
      ],
    });
    const [left] = await world.service.database.manager.query<{ n: number }[]>(
      `SELECT count(*)::integer AS n FROM event_log WHERE data::text LIKE '%Ishmael%'`,
    );
    expect(left?.n).toBe(0);
  });
});
