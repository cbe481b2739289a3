import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pounds } from '../../test/authority-world.ts';
import { aBand, compensate, givenScheme, someWording } from '../../test/compensation-world.ts';
import { approver, author, givenPolicy } from '../../test/policy-documents.ts';
import { ask, clock, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const draft = (input: Record<string, unknown>) =>
  compensate(world, 'draftCompensationScheme', { name: 'Awards', currency: 'GBP', ...someWording, ...input });
const approveIt = (schemeVersionId: string, dates = {}, by = approver) =>
  compensate(world, 'approveCompensationSchemeVersion', { schemeVersionId, ...dates }, by);

describe('a compensation scheme', () => {
  it('says what its version in effect says, bands of a head from the least to the most', async () => {
    const { scheme } = await givenScheme(world);
    const query = `query ($id: ID!) { compensationScheme(id: $id) { name currency current { number state summary
      bands { head code name description min { amount } max { amount currency } clause } uplifts { code percent reason heads }
      source { title url readOn } author { id } approver { id } } versions { nodes { number } totalCount } } }`;
    expect(await ask(world, query, { id: scheme.id })).toMatchObject({
      compensationScheme: {
        current: {
          state: 'EFFECTIVE',
          bands: [
            { code: 'MINOR', min: { amount: '0.00' } },
            { code: 'MODERATE', max: pounds('300.00') },
            { code: 'SUBSTANTIAL', description: 'For what is substantial.' },
          ],
          uplifts: [{ code: 'VULNERABLE', heads: [] }, { code: 'REPEATED' }, { code: 'LATE_PAYMENT' }],
          source: someWording.source,
          author: { id: author.personId },
          approver: { id: approver.personId },
        },
        versions: { nodes: [{ number: 1 }], totalCount: 1 },
      },
    });
    expect(await ask(world, `{ compensationSchemes { nodes { id } } }`)).toEqual({
      compensationSchemes: { nodes: [{ id: scheme.id }] },
    });
  });

  it('is approved by another person than its author, once, and a later version takes its place', async () => {
    const { scheme, schemeVersion: first } = await draft({});
    expect(await approveIt(first.id, {}, author)).toMatchObject({ __typename: 'SelfApproval' });
    expect(await approveIt(first.id, { expectedVersion: 2 })).toMatchObject({ __typename: 'StaleVersion' });
    expect(await approveIt(first.id)).toMatchObject({ schemeVersion: { state: 'EFFECTIVE' }, replaced: null });
    expect(await approveIt(first.id)).toMatchObject({ __typename: 'SchemeVersionNotOpen', state: 'EFFECTIVE' });
    const next = { schemeId: scheme.id, bands: [aBand('MINOR', '0', '200')] };
    const { schemeVersion: second } = await compensate(world, 'draftCompensationSchemeVersion', next);
    const effectiveFrom = '2026-06-01T00:00:00.000Z';
    expect(await approveIt(second.id, { effectiveFrom })).toMatchObject({
      schemeVersion: { number: 2, state: 'APPROVED' },
      replaced: { number: 1 },
    });
    const { schemeVersion: third } = await compensate(world, 'draftCompensationSchemeVersion', next);
    expect(await approveIt(third.id, { effectiveFrom })).toMatchObject({
      __typename: 'OverlappingSchemeVersion',
      schemeVersion: { number: 2 },
    });
    const numbers = `query ($id: ID!) { compensationScheme(id: $id) {
      before: versionAt(at: "2026-05-31T23:59:59.999Z") { number effectiveUntil } on: versionAt(at: "${effectiveFrom}") { number } } }`;
    expect(await ask(world, numbers, { id: scheme.id })).toEqual({
      compensationScheme: { before: { number: 1, effectiveUntil: effectiveFrom }, on: { number: 2 } },
    });
    const withdrawal = { schemeVersionId: second.id, reason: 'Too much' };
    expect(await compensate(world, 'withdrawCompensationSchemeVersion', withdrawal)).toMatchObject({
      schemeVersion: { state: 'WITHDRAWN' },
    });
    expect(await compensate(world, 'withdrawCompensationSchemeVersion', withdrawal)).toMatchObject({
      __typename: 'SchemeVersionNotOpen',
    });
    expect(await ask(world, numbers, { id: scheme.id })).toMatchObject({ compensationScheme: { on: { number: 1 } } });
  });

  it('that is approved lets the app role change nothing of it but its withdrawal', async () => {
    const { schemeVersion } = await givenScheme(world);
    const { manager } = world.service.database;
    const update = (columns: string) =>
      manager.query(`UPDATE compensation_scheme_versions SET ${columns} WHERE id = $1`, [schemeVersion.id]);
    for (const columns of [
      `effective_from = effective_from - interval '1 year'`,
      `approver = '{}'`,
      `status = 'DRAFT', approved_at = NULL, effective_from = NULL, approver = NULL`,
    ])
      await expect(update(columns)).rejects.toThrow(/never changes/);
    await expect(update(`uplifts = '[]'`)).rejects.toThrow(/permission denied/);
    await update(`status = 'WITHDRAWN', withdrawn_at = now(), withdrawal_reason = 'x', version = version + 1`);
  });

  it('is refused with every fault and its place', async () => {
    expect(
      await draft({
        name: ' ',
        bands: [
          aBand('Big', '10', '5'),
          aBand('MINOR', '-1', '5'),
          aBand('MINOR', '0', '5', { max: { amount: '5', currency: 'EUR' } }),
        ],
        uplifts: [
          { code: 'A', percent: 0, reason: '' },
          { code: 'A', percent: 401, reason: 'x' },
        ],
      }),
    ).toMatchObject({
      problems: [
        'name',
        'bands[0].code',
        'bands[0].max',
        'bands[1].min',
        'bands[2].max',
        'bands[2].code',
        'uplifts[0].reason',
        'uplifts[0].percent',
        'uplifts[1].percent',
        'uplifts[1].code',
      ].map((path) => ({ path })),
    });
    expect(await draft({ bands: [] })).toMatchObject({ problems: [{ path: 'bands' }] });
    const clause = [aBand('MINOR', '0', '5', { clause: 'nowhere' })];
    expect(await draft({ bands: clause })).toMatchObject({ problems: [{ path: 'bands[0].clause' }] });
    expect(await draft({ bands: clause, policyId: someId('pol') })).toMatchObject({ __typename: 'NotFound' });
    const { policy } = await givenPolicy(world);
    expect(await draft({ bands: clause, policyId: policy.id })).toMatchObject({
      problems: [{ path: 'bands[0].clause' }],
    });
  });
});
