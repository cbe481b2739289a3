import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { act, aKey, pounds, somebody } from '../../test/authority-world.ts';
import { aBand, assess, givenScheme, someWording } from '../../test/compensation-world.ts';
import { approve, givenPolicy } from '../../test/policy-documents.ts';
import {
  ask,
  clock,
  errorOf,
  eventsAbout,
  manager,
  NOON,
  someId,
  startWorld,
  type World,
} from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const IN_AN_HOUR = '2026-03-02T13:00:00.000Z';

/** Leave to award distress beyond the bands, granted unless nobody is to. */
async function givenLeave(input: Record<string, unknown> = {}, granted = true): Promise<string> {
  const { exception } = await act(
    world,
    'requestException',
    {
      rule: 'Award bands',
      reason: 'A wedding was spoiled',
      expiresAt: IN_AN_HOUR,
      compensation: { head: 'DISTRESS_AND_INCONVENIENCE', atMost: pounds('500') },
      ...input,
    },
    somebody(),
  );
  if (granted) await act(world, 'grantException', { exceptionId: exception.id, reason: 'Fair' }, manager);
  return exception.id;
}

const written = () =>
  world.service.database.manager
    .query<{ count: string }[]>(`SELECT count(*) FROM award_assessments`)
    .then(([row]) => Number(row?.count));

describe('compensation bands and exceptions (row 37)', () => {
  it('an award outside the band without an exception is refused, with the band and its limits', async () => {
    const { scheme } = await givenScheme(world);
    expect(await assess(world, scheme.id, '300.01')).toMatchObject({
      __typename: 'OutsideBand',
      band: { code: 'MODERATE' },
      amount: { amount: '300.01' },
      min: { amount: '100.00' },
      max: { amount: '300.00' },
      message: 'The band "moderate" is from 100.00 to 300.00 GBP; 300.01 lies outside. Ask for an exception.',
    });
    expect(await assess(world, scheme.id, '99.99')).toMatchObject({ __typename: 'OutsideBand' });
    expect(await written()).toBe(0);
    for (const amount of ['100', '300'])
      expect(await assess(world, scheme.id, amount)).toMatchObject({
        assessment: { amount: pounds(`${amount}.00`), exception: null },
      });
    const exceptionId = await givenLeave();
    expect(await assess(world, scheme.id, '300.01', { exceptionId })).toMatchObject({
      __typename: 'AwardAssessed',
      assessment: { exception: { id: exceptionId } },
    });
  });

  it('an expired exception is refused', async () => {
    const { scheme } = await givenScheme(world);
    const exceptionId = await givenLeave();
    clock.set(IN_AN_HOUR);
    expect(await assess(world, scheme.id, '400', { exceptionId })).toMatchObject({
      __typename: 'ExceptionExpired',
      code: 'EXCEPTION_EXPIRED',
      exception: { id: exceptionId, status: 'EXPIRED' },
    });
    expect(await assess(world, scheme.id, '400', { exceptionId, at: NOON })).toMatchObject({
      __typename: 'ExceptionExpired',
    });
    expect(await written()).toBe(0);
  });

  it('ex gratia is flagged in the ledger', async () => {
    const { scheme } = await givenScheme(world);
    const agent = somebody();
    const owed = await assess(world, scheme.id, '150', { by: agent });
    const gesture = await assess(world, scheme.id, '150', { basis: 'EX_GRATIA', by: agent });
    expect(owed).toMatchObject({ assessment: { isExGratia: false, basis: 'LIABILITY' } });
    expect(gesture).toMatchObject({ assessment: { isExGratia: true, basis: 'EX_GRATIA' } });
    const query = `{ awardAssessments(where: { basis: { eq: EX_GRATIA } }) { nodes { id isExGratia } totalCount } }`;
    expect(await ask(world, query, {}, agent)).toEqual({
      awardAssessments: { nodes: [{ id: gesture.assessment.id, isExGratia: true }], totalCount: 1 },
    });
    expect((await eventsAbout(world, gesture.assessment.id)).map(({ data }) => data['basis'])).toEqual(['EX_GRATIA']);
  });
});

describe('an assessed award', () => {
  it('is held against both limits raised by the uplifts that apply', async () => {
    const { scheme } = await givenScheme(world);
    const upliftCodes = ['VULNERABLE', 'REPEATED'];
    expect(await assess(world, scheme.id, '525', { upliftCodes })).toMatchObject({
      assessment: {
        min: { amount: '175.00' },
        max: { amount: '525.00' },
        uplifts: [
          { code: 'VULNERABLE', percent: 25 },
          { code: 'REPEATED', percent: 50 },
        ],
      },
    });
    for (const amount of ['525.01', '174.99'])
      expect(await assess(world, scheme.id, amount, { upliftCodes })).toMatchObject({
        __typename: 'OutsideBand',
        uplifts: [{ code: 'VULNERABLE' }, { code: 'REPEATED' }],
      });
    for (const codes of [['LATE_PAYMENT'], ['NO_SUCH'], ['REPEATED', 'REPEATED']])
      expect(await assess(world, scheme.id, '150', { upliftCodes: codes })).toMatchObject({
        problems: [{ path: expect.stringContaining('upliftCodes') }],
      });
    expect(await assess(world, scheme.id, '150', { band: 'HUGE' })).toMatchObject({
      message: 'band must be one of MINOR, MODERATE, SUBSTANTIAL for DISTRESS_AND_INCONVENIENCE.',
    });
  });

  it('uses an exception for what it was given for, and all awards under it count together', async () => {
    const { scheme } = await givenScheme(world);
    const caseId = someId('case');
    const customerId = someId('cust');
    const gap = async (exceptionId: string, input: Record<string, unknown> = {}, amount = '400') =>
      assess(world, scheme.id, amount, { exceptionId, caseId, customerId, ...input });
    expect(await gap(await givenLeave({}, false))).toMatchObject({ reason: 'NOT_GRANTED' });
    expect(await gap(await givenLeave({ compensation: null }))).toMatchObject({
      reason: 'NOT_COMPENSATION',
      left: null,
    });
    expect(await gap(await givenLeave({ caseId: someId('case') }))).toMatchObject({ reason: 'OTHER_CASE' });
    expect(await gap(await givenLeave({ customerId: someId('cust') }))).toMatchObject({ reason: 'OTHER_CUSTOMER' });
    const goodwill = { head: 'GOODWILL', atMost: pounds('500') };
    expect(await gap(await givenLeave({ compensation: goodwill }))).toMatchObject({ reason: 'OTHER_HEAD' });
    const elsewhere = { head: 'DISTRESS_AND_INCONVENIENCE', atMost: pounds('500'), schemeId: someId('cmps') };
    expect(await gap(await givenLeave({ compensation: elsewhere }))).toMatchObject({ reason: 'OTHER_SCHEME' });
    expect(await gap(someId('pexc'))).toMatchObject({ __typename: 'NotFound' });
    const exceptionId = await givenLeave({ caseId, customerId });
    const results = await Promise.all(['310', '310'].map((amount) => gap(exceptionId, {}, amount)));
    expect(results.map(({ __typename }) => __typename).sort()).toEqual(['AwardAssessed', 'ExceptionDoesNotCover']);
    expect(await gap(exceptionId, { band: 'MINOR' }, '190.01')).toMatchObject({
      reason: 'BEYOND_AMOUNT',
      left: { amount: '190.00' },
    });
    expect(await gap(exceptionId, { band: 'MINOR' }, '190')).toMatchObject({ __typename: 'AwardAssessed' });
  });

  it('rests on the bands and the clause in effect at the instant it is for', async () => {
    const { policy, policyVersion } = await givenPolicy(world, {
      clauses: [{ anchor: 'distress', text: 'We pay for upset.' }],
    });
    await approve(world, policyVersion.id);
    const bands = [aBand('MODERATE', '100', '300', { clause: 'distress' })];
    const { scheme } = await givenScheme(world, { policyId: policy.id, bands });
    expect(await assess(world, scheme.id, '200', { at: '2026-03-02T11:59:59.999Z' })).toMatchObject({
      __typename: 'NoSchemeInEffect',
      scheme: { id: scheme.id },
    });
    expect(await assess(world, scheme.id, '200')).toMatchObject({
      assessment: { clause: { anchor: 'distress' }, band: { schemeVersion: { number: 1 } } },
    });
    expect(await assess(world, scheme.id, '200', { at: IN_AN_HOUR })).toMatchObject({ problems: [{ path: 'at' }] });
    expect(await assess(world, someId('cmps'), '200')).toMatchObject({ __typename: 'NotFound' });
    expect(await assess(world, scheme.id, '0')).toMatchObject({ problems: [{ path: 'amount' }] });
  });

  it('is on a ledger that is mapped as stored, written once per key, and that nobody can rewrite', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
    const { scheme } = await givenScheme(world);
    const input = { idempotencyKey: aKey(), caseId: someId('case') };
    const agent = somebody();
    const results = await Promise.all([1, 2, 3].map(() => assess(world, scheme.id, '150', { ...input, by: agent })));
    expect(new Set(results.map(({ assessment }) => assessment.id)).size).toBe(1);
    expect(await written()).toBe(1);
    const { manager: db } = world.service.database;
    for (const table of ['award_assessments', 'compensation_bands', 'compensation_schemes'])
      for (const sql of [`UPDATE ${table} SET currency = 'EUR'`, `DELETE FROM ${table}`])
        await expect(db.query(sql)).rejects.toThrow(/permission denied/);
    await expect(db.query(`UPDATE compensation_scheme_versions SET uplifts = '[]'`)).rejects.toThrow(/permission/);
  });

  it('is seen within reach alone, and the desk may assess what only managers draft', async () => {
    const { scheme } = await givenScheme(world);
    const agent = somebody();
    const { assessment } = await assess(world, scheme.id, '150', { by: agent });
    const query = `query ($id: ID!) { awardAssessment(id: $id) { id } awardAssessments { nodes { id } } }`;
    const elsewhere = somebody('LEAD', { siteId: someId('site'), teamId: someId('team') });
    expect(await ask(world, query, { id: assessment.id }, somebody('LEAD'))).toEqual({
      awardAssessment: { id: assessment.id },
      awardAssessments: { nodes: [{ id: assessment.id }] },
    });
    expect(await ask(world, query, { id: assessment.id }, elsewhere)).toEqual({
      awardAssessment: null,
      awardAssessments: { nodes: [] },
    });
    const draft = `mutation ($input: DraftCompensationSchemeInput!) { draftCompensationScheme(input: $input) { __typename } }`;
    const input = { name: 'Mine', currency: 'GBP', ...someWording };
    expect(await errorOf(world, draft, { input }, agent)).toMatchObject({ code: 'FORBIDDEN' });
  });
});
