import { writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { fillFacts, type Organisation } from '../../test/many-facts.ts';
import { ask, caseOpened, clock, read, startWorld, type World } from '../../test/metrics-world.ts';

const manager = caller('MANAGER', { reach: 'ALL', personId: 'pers_00000001' });
const executive = caller('EXECUTIVE', { personId: 'pers_00000009' });
const siteManager = caller('MANAGER', { siteId: 'site_00000001', reach: 'SITE' });
const elsewhere = caller('MANAGER', { siteId: 'site_00000002', reach: 'SITE' });
const period = { from: '2026-01-01', to: '2026-02-01' };
const org: Organisation = {
  ...{ sites: 3, teamsPerSite: 2, peoplePerTeam: 3, products: 6, issues: 12, territories: 3, customers: 200 },
  ...{
    from: '2025-11-15',
    days: 95,
    cases: 1200,
    calls: 800,
    contacts: 1500,
    clocks: 800,
    refunds: 200,
    decisions: 100,
  },
};

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  await world.service.database.manager.query('SELECT 1');
  await world.reset();
  clock.set('2026-03-02T10:00:00.000Z');
});

type Answer = Record<string, unknown> & { readonly __typename: string };

async function verb<T = Answer>(name: string, input: object, fields: string, actor = manager): Promise<T> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on UserError { code } ${fields} } }`;
  return (await ask<Record<string, T>>(world, query, { input }, actor))[name] as T;
}

const ran = async (input: object = {}, actor = manager): Promise<string> => {
  const { run } = await verb<{ run: { id: string } }>(
    'runReport',
    { key: 'monthly-service', period, ...input },
    '... on ReportRan { run { id } }',
    actor,
  );
  return run.id;
};

interface SeenRun {
  readonly contentHash: string;
  readonly signedAt: string | null;
  readonly commentary: readonly { readonly section: string; readonly words: string }[];
  readonly pdf: { readonly sha256: string; readonly base64: string; readonly byteCount: number };
  readonly csv: { readonly sha256: string; readonly base64: string };
  readonly xlsx: { readonly sha256: string; readonly base64: string };
  readonly sections: readonly {
    readonly key: string;
    readonly blocks: readonly { readonly metricKey: string; readonly total: { readonly value: number | null } }[];
  }[];
}

const RUN = `query ($id: ID!) { reportRun(id: $id) { contentHash signedAt commentary { section words }
  pdf: file(format: PDF) { sha256 base64 byteCount } csv: file(format: CSV) { sha256 base64 } xlsx: file(format: XLSX) { sha256 base64 }
  sections { key blocks { metricKey total { value } } } } }`;
const runOf = async (id: string, actor = manager) =>
  (await ask<{ reportRun: SeenRun | null }>(world, RUN, { id }, actor)).reportRun;

const opened = (id: string, openedAt: string) =>
  read(world, 'cases', [caseOpened(id, { openedAt, siteId: 'site_00000001' })]);

describe('a run of a report', () => {
  it('is the same to the byte once it is signed, whatever comes later; a new run differs, and says where and why', async () => {
    await fillFacts(world.service.database.manager, org);
    const first = await ran();
    await verb('commentOnReport', { runId: first, section: 'demand', words: 'A quiet month' }, '');
    await verb('commentOnReport', { runId: first, section: 'demand', words: 'Quieter than a year ago' }, '');
    expect(await verb('signOffReport', { runId: first }, '')).toMatchObject({
      __typename: 'SelfSignOff',
      code: 'SELF_SIGN_OFF',
    });
    expect(await verb('signOffReport', { runId: first }, '', executive)).toMatchObject({
      __typename: 'ReportSignedOff',
    });
    const signed = await runOf(first);
    expect(signed?.commentary.map(({ words }) => words)).toEqual(['A quiet month', 'Quieter than a year ago']);
    await opened('case_late_1', '2026-01-20T10:00:00.000Z');
    await opened('case_late_2', '2026-01-20T11:00:00.000Z');
    clock.advance(86_400_000);
    expect(await runOf(first)).toEqual(signed);
    for (const file of [signed?.pdf, signed?.csv, signed?.xlsx])
      expect(
        createHash('sha256')
          .update(Buffer.from(file?.base64 ?? '', 'base64'))
          .digest('hex'),
      ).toBe(file?.sha256);
    const second = await ran();
    const { reportRun } = await ask<{
      reportRun: {
        contentHash: string;
        differencesFrom: {
          label: string | null;
          metricKey: string;
          reason: string;
          before: { value: number };
          after: { value: number };
        }[];
      };
    }>(
      world,
      `query ($id: ID!, $from: ID!) { reportRun(id: $id) { contentHash differencesFrom(runId: $from) { metricKey label reason before { value } after { value } } } }`,
      { id: second, from: first },
      manager,
    );
    expect(reportRun.contentHash).not.toBe(signed?.contentHash);
    const ofDays = reportRun.differencesFrom.filter(
      ({ metricKey, label }) => metricKey === 'cases.opened' && label === '2026-01-20',
    );
    expect(ofDays).toMatchObject([{ reason: 'FACTS_CAME_LATE' }]);
    expect(ofDays[0]?.after.value).toBe((ofDays[0]?.before.value ?? 0) + 2);
    if (process.env['REPORT_PDF'])
      writeFileSync(process.env['REPORT_PDF'], Buffer.from(signed?.pdf.base64 ?? '', 'base64'));
  });

  it('that says the same has the same hash, and differs nowhere', async () => {
    await fillFacts(world.service.database.manager, { ...org, cases: 60, calls: 30, contacts: 30, clocks: 30 });
    const [first, second] = [await ran(), await ran()];
    expect((await runOf(first))?.contentHash).toBe((await runOf(second))?.contentHash);
    const { reportRun } = await ask<{ reportRun: { differencesFrom: object[] } }>(
      world,
      `query ($id: ID!, $from: ID!) { reportRun(id: $id) { differencesFrom(runId: $from) { metricKey } } }`,
      { id: second, from: first },
      manager,
    );
    expect(reportRun.differencesFrom).toEqual([]);
  });

  it('cannot be changed in the database, signed twice, or spoken of once it is signed', async () => {
    const id = await ran();
    await verb('signOffReport', { runId: id }, '', executive);
    expect(await verb('signOffReport', { runId: id }, '', executive)).toMatchObject({ code: 'REPORT_IS_SIGNED' });
    expect(await verb('commentOnReport', { runId: id, section: 'demand', words: 'More' }, '')).toMatchObject({
      code: 'REPORT_IS_SIGNED',
    });
    const { manager: database } = world.service.database;
    await expect(database.query(`UPDATE report_runs SET signed_by = 'x' WHERE id = $1`, [id])).rejects.toThrow(
      /stays as it is/,
    );
    await expect(database.query(`UPDATE report_runs SET content = '{}' WHERE id = $1`, [id])).rejects.toThrow(
      /permission/,
    );
  });

  it('is about what its runner sees, and seen by those who see all of it', async () => {
    const id = await ran({}, siteManager);
    expect(await runOf(id, siteManager)).not.toBeNull();
    expect(await runOf(id)).not.toBeNull();
    expect(await runOf(id, elsewhere)).toBeNull();
    expect(await runOf(await ran(), siteManager)).toBeNull();
    await expect(ran({ siteId: 'site_00000002' }, siteManager)).rejects.toThrow(/sees all/);
  });
});

describe('a run that differs only in what it is compared with', () => {
  it('says so', async () => {
    await opened('case_1', '2026-01-05T10:00:00.000Z');
    const first = await ran();
    await opened('case_before', '2025-12-20T10:00:00.000Z');
    await opened('case_year_ago', '2025-01-20T10:00:00.000Z');
    const { reportRun } = await ask<{ reportRun: { differencesFrom: { metricKey: string; label: string }[] } }>(
      world,
      `query ($id: ID!, $from: ID!) { reportRun(id: $id) { differencesFrom(runId: $from) { metricKey label } } }`,
      { id: await ran(), from: first },
      manager,
    );
    const ofOpened = reportRun.differencesFrom.filter(({ metricKey }) => metricKey === 'cases.opened');
    expect(new Set(ofOpened.map(({ label }) => label))).toEqual(new Set(['the period before', 'a year ago']));
  });
});

describe('a definition of a report', () => {
  const sections = [{ key: 'all', title: 'All', blocks: [{ metricKey: 'cases.opened', by: 'CHANNEL', chart: 'BAR' }] }];

  it('has versions, of which the newest is run', async () => {
    const define = (name: string) =>
      verb<{ definition: { version: number } }>(
        'defineReport',
        { key: 'channels', name, sections },
        '... on ReportDefined { definition { version } }',
      );
    expect((await define('Channels')).definition.version).toBe(1);
    expect((await define('Channels of contact')).definition.version).toBe(2);
    const id = await ran({ key: 'channels' });
    const { reportRun } = await ask<{ reportRun: object }>(
      world,
      `query ($id: ID!) { reportRun(id: $id) { name definition { version } } }`,
      { id },
      manager,
    );
    expect(reportRun).toEqual({ name: 'Channels of contact', definition: { version: 2 } });
    const { reportDefinitions } = await ask<{ reportDefinitions: { key: string }[] }>(
      world,
      `{ reportDefinitions { key version } }`,
      {},
      manager,
    );
    expect(reportDefinitions.map(({ key }) => key)).toEqual(['channels', 'complaints-return', 'monthly-service']);
  });

  it('is refused with the place of what is wrong', async () => {
    const paths = async (change: object) =>
      (
        await verb<{ problems: { path: string }[] }>(
          'defineReport',
          { key: 'channels', name: 'Channels', sections, ...change },
          '... on InvalidInput { problems { path } }',
        )
      ).problems.map(({ path }) => path);
    expect(await paths({ key: 'No Such' })).toEqual(['key']);
    expect(await paths({ sections: [] })).toEqual(['sections']);
    expect(
      await paths({
        sections: [
          { key: 'a', title: 'A', blocks: [{ metricKey: 'no.such' }, { metricKey: 'calls.offered', by: 'PRODUCT' }] },
        ],
      }),
    ).toEqual(['sections[0].blocks[0]', 'sections[0].blocks[1]']);
    await expect(
      verb('defineReport', { key: 'channels', name: 'Channels', sections }, '', siteManager),
    ).rejects.toThrow(/whole organisation/);
  });

  it('is kept as its tables say', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });
});
