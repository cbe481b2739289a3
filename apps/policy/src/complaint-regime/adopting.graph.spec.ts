import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { author } from '../../test/policy-documents.ts';
import { agent, ask, clock, NOON, startWorld, type World } from '../../test/policy-world.ts';
import { approve, change, givenPack, someRules } from '../../test/regime-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const JUNE = '2026-06-01T00:00:00.000Z';
const seen = async (regimeId: string, fields: string) =>
  (
    await ask<{ complaintRegime: Record<string, unknown> }>(
      world,
      `query ($id: ID!) { complaintRegime(id: $id) { ${fields} } }`,
      { id: regimeId },
      agent,
    )
  ).complaintRegime;
const givenOwn = async (name = 'Own') => change(world, 'draftComplaintRegimeVersion', { name, rules: someRules() });
const next = (regimeId: string, rules: Record<string, unknown> = { jurisdiction: 'Elsewhere' }) =>
  change(world, 'draftComplaintRegimeVersion', { regimeId, rules: someRules(rules), summary: ' Elsewhere ' });

describe('a complaint regime', () => {
  it('is mapped as it is stored', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('is installed from a pack as a draft, once for each key, and says all that the pack does', async () => {
    const input = { idempotencyKey: 'k', pack: 'housing-ombudsman' };
    const installed = await change(world, 'installRegimePack', input);
    expect(installed).toMatchObject({
      __typename: 'RegimePackInstalled',
      regime: { name: 'Housing Ombudsman complaints', pack: 'housing-ombudsman', version: 1 },
      regimeVersion: { number: 1, state: 'DRAFT', effectiveFrom: null },
    });
    expect((await change(world, 'installRegimePack', input)).regimeVersion.id).toBe(installed.regimeVersion.id);
    const { current, versions } = (await seen(
      installed.regime.id,
      `current { id } versions { totalCount nodes { author { id } draftedAt approver { id } regime { id } rules { notice timeZone
         sources { title url readOn sections { section says } } calendar { name weekdays knownFrom knownUntil holidays { country region } closedDays { date name } }
         stages { key decidesApartFrom endedBy basis } clocks { key limit { length unit } extension { countsFrom limit { length } } stoppedBy }
         letters { kind stages elements { key mustContain } } categories { key name } referral { name url limit { length unit } } notes { text } } } }`,
    )) as {
      current: null;
      versions: { totalCount: number; nodes: { rules: { calendar: { closedDays: object[] } } }[] };
    };
    expect(current).toBeNull();
    expect(versions.totalCount).toBe(1);
    const [version] = versions.nodes;
    expect(version).toMatchObject({
      author: { id: author.personId },
      approver: null,
      draftedAt: NOON,
      regime: { id: installed.regime.id },
      rules: {
        notice: expect.stringContaining('Review with your adviser'),
        timeZone: 'Europe/London',
        stages: [
          { key: 'stage-1', decidesApartFrom: [] },
          { key: 'stage-2', decidesApartFrom: ['stage-1'] },
        ],
        referral: { name: 'Housing Ombudsman Service', limit: { length: 12, unit: 'MONTHS' } },
      },
    });
    expect(version?.rules.calendar.closedDays).toContainEqual({ date: '2026-04-03', name: 'Good Friday' });
  });

  it('is listed by name beside the packs, of which each says whether it is installed', async () => {
    await givenOwn('Zoo');
    const { regime } = await givenPack(world, 'fca-disp');
    const { complaintRegimes, regimePacks } = await ask<{
      complaintRegimes: object;
      regimePacks: { pack: string; installed: object | null }[];
    }>(
      world,
      `{ complaintRegimes { nodes { name pack } totalCount } regimePacks { pack name jurisdiction notice sources { title readOn } installed { id } } }`,
      {},
      agent,
    );
    expect(complaintRegimes).toEqual({
      nodes: [
        { name: 'FCA DISP complaints', pack: 'fca-disp' },
        { name: 'Zoo', pack: null },
      ],
      totalCount: 2,
    });
    expect(regimePacks.map(({ pack, installed }) => [pack, installed])).toEqual([
      ['fca-disp', { id: regime.id }],
      ['housing-ombudsman', null],
      ['plain-retail', null],
    ]);
  });

  it('is not installed again while it says the same, and is by whoever changed it meanwhile', async () => {
    const first = await change(world, 'installRegimePack', { pack: 'plain-retail' });
    const again = () => change(world, 'installRegimePack', { pack: 'plain-retail' });
    expect(await again()).toMatchObject({
      code: 'REGIME_PACK_UNCHANGED',
      regimeVersion: { id: first.regimeVersion.id },
    });
    await approve(world, first.regimeVersion.id);
    expect(await again()).toMatchObject({ code: 'REGIME_PACK_UNCHANGED' });
    const own = await next(first.regime.id);
    expect(own).toMatchObject({ regime: { version: 2 }, regimeVersion: { number: 2, state: 'DRAFT' } });
    expect(await again()).toMatchObject({
      code: 'REGIME_DRAFT_IN_PROGRESS',
      regimeVersion: { id: own.regimeVersion.id },
    });
    await approve(world, own.regimeVersion.id, { effectiveFrom: JUNE });
    expect(await again()).toMatchObject({ __typename: 'RegimePackInstalled', regimeVersion: { number: 3 } });
    expect(await change(world, 'installRegimePack', { pack: '../rules' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is installed again once the version that said the same is over', async () => {
    await givenPack(world, 'plain-retail', { effectiveUntil: JUNE });
    const again = () => change(world, 'installRegimePack', { pack: 'plain-retail' });
    expect(await again()).toMatchObject({ code: 'REGIME_PACK_UNCHANGED' });
    clock.set(JUNE);
    expect(await again()).toMatchObject({ __typename: 'RegimePackInstalled', regimeVersion: { number: 2 } });
  });

  it('may ask for a second person to look at what is decided in a stage', async () => {
    const stages = [{ key: 'only', name: 'Only', endedBy: ['FINAL_RESPONSE'], checkedOutcomes: ['NOT_UPHELD'] }];
    const drafted = await change(world, 'draftComplaintRegimeVersion', { name: 'Twice', rules: someRules({ stages }) });
    await approve(world, drafted.regimeVersion.id);
    const query = `query ($id: ID!) { complaintRegimeVersion(id: $id) { rules { stages { checkedOutcomes } } } }`;
    expect(await ask(world, query, { id: drafted.regimeVersion.id })).toEqual({
      complaintRegimeVersion: { rules: { stages: [{ checkedOutcomes: ['NOT_UPHELD'] }] } },
    });
    const [told] = await world.service.database.manager.query<{ data: { rules: { stages: object[] } } }[]>(
      `SELECT data FROM event_log WHERE subject = $1`,
      [drafted.regimeVersion.id],
    );
    expect(told?.data.rules.stages).toMatchObject([{ checkedOutcomes: ['NOT_UPHELD'] }]);
  });

  it('is begun once under a name, also when two begin it at once', async () => {
    const both = await Promise.all([givenOwn('Twin'), givenOwn('Twin')]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual([
      'ComplaintRegimeNameTaken',
      'ComplaintRegimeVersionDrafted',
    ]);
    const packs = await Promise.all([1, 2].map(() => change(world, 'installRegimePack', { pack: 'fca-disp' })));
    expect(packs.filter(({ __typename }) => __typename === 'RegimePackInstalled')).toHaveLength(1);
    const [count] = await world.service.database.manager.query(
      'SELECT count(*)::int AS n FROM complaint_regime_versions',
    );
    expect(count).toEqual({ n: 2 });
  });
});
