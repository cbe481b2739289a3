import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  announced,
  announcedAt,
  ask,
  caseOpened,
  clock,
  read,
  someId,
  startWorld,
  type World,
} from '../../test/metrics-world.ts';

const manager = caller('MANAGER', { siteId: 'site_1', reach: 'SITE' });
const other = caller('MANAGER', { siteId: 'site_2', reach: 'SITE' });

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  await world.reset();
  clock.set('2026-03-04T10:00:00.000Z');
  const site = (name: string) => ({ name, regionId: 'reg_1', timeZone: 'Europe/London' });
  await read(world, 'workforce', [
    announced('courtesy.site.opened.v1', 'site_1', site('Leeds')),
    announced('courtesy.site.opened.v1', 'site_2', site('York')),
  ]);
});

const SHOWN = {
  proposeInitiative: '... on InvalidInput { problems { path } } ... on InitiativeProposed { initiative { id } }',
  startInitiative: '... on InitiativeStarted { initiative { id countsFrom baseline { treated control } } }',
  endInitiative: '... on InvalidInput { problems { path } } ... on InitiativeEnded { initiative { id status } }',
} as const;

interface Seen {
  readonly __typename: string;
  readonly code?: string;
  readonly problems?: readonly { readonly path: string }[];
  readonly initiative?: { readonly id: string; readonly countsFrom?: string; readonly baseline?: readonly object[] };
}

async function verb(name: keyof typeof SHOWN, input: object, actor = manager): Promise<Seen> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on UserError { code } ${SHOWN[name]} } }`;
  return (await ask<Record<string, Seen>>(world, query, { input }, actor))[name] as Seen;
}

const proposal = {
  ...{ title: 'Say when it will come', ownerId: someId('pers'), metricKey: 'cases.opened', direction: 'AT_MOST' },
  ...{ siteIds: ['site_1'], controlSiteIds: ['site_2'], unitValue: { amount: '12.50', currency: 'GBP' } },
};

let number = 0;
/** So many cases of a site, opened in the week of a Monday. */
async function week(monday: string, siteId: string, count: number): Promise<void> {
  const openedAt = `${monday}T12:00:00.000Z`;
  const opened = Array.from({ length: count }, () =>
    announcedAt(openedAt, caseOpened(`case_${(number += 1)}`, { openedAt, siteId })),
  );
  await read(world, 'cases', opened);
}

const monday = (weeks: number) =>
  new Date(Date.parse('2026-03-02T00:00:00.000Z') + weeks * 7 * 86_400_000).toISOString().slice(0, 10);

/** Twelve weeks of 20 and 10 cases, with one more and one less by turns. */
async function givenBaseline(): Promise<void> {
  for (let i = -12; i < 0; i += 1) {
    await week(monday(i), 'site_1', 20 + (i % 2 === 0 ? 1 : -1) * 2);
    await week(monday(i), 'site_2', 10 + (i % 2 === 0 ? 1 : -1));
  }
}

const benefit = async (id: string, asOf: string | null = null) => {
  const query = `query ($id: ID!, $asOf: DateTime) { initiative(id: $id) {
    benefit(asOf: $asOf) { weeks change low high isControlled toDate { amount currency } } benefitToDate(asOf: $asOf) { amount } } }`;
  const { initiative } = await ask<{
    initiative: { benefit: Record<string, unknown> | null; benefitToDate: { amount: string } | null };
  }>(world, query, { id, asOf }, manager);
  return initiative;
};

describe('an initiative', () => {
  it('is measured against its frozen baseline and a control, in units, weeks and money', async () => {
    await givenBaseline();
    const { initiative } = await verb('proposeInitiative', proposal);
    const id = initiative?.id ?? '';
    expect((await benefit(id)).benefit).toBeNull();
    const started = await verb('startInitiative', { initiativeId: id });
    expect(started).toMatchObject({ __typename: 'InitiativeStarted', initiative: { countsFrom: '2026-03-09' } });
    expect(started.initiative?.baseline).toHaveLength(12);
    // Busier everywhere by half, but at the first site by 8 a week less than that: 30 to be expected, 22 came.
    for (let i = 1; i <= 4; i += 1) {
      await week(monday(i), 'site_1', 22);
      await week(monday(i), 'site_2', 15);
    }
    clock.set('2026-04-08T10:00:00.000Z');
    const found = await benefit(id);
    expect(found.benefit).toMatchObject({
      weeks: 4,
      change: -8,
      isControlled: true,
      toDate: { amount: '400.00', currency: 'GBP' },
    });
    expect(found.benefitToDate).toEqual({ amount: '400.00' });
    // What comes late to the weeks before the start moves nothing: they are frozen.
    await week(monday(-1), 'site_1', 50);
    expect((await benefit(id)).benefit).toMatchObject({ change: -8 });
    expect((await benefit(id, '2026-03-25T10:00:00.000Z')).benefit).toMatchObject({
      weeks: 2,
      change: -8,
      toDate: { amount: '200.00' },
    });
    await expect(
      world.service.database.manager.query(`UPDATE initiatives SET baseline = '[]' WHERE id = $1`, [id]),
    ).rejects.toThrow(/frozen/);
  });

  it('goes from proposed to under way to its end, and no other way', async () => {
    const { initiative } = await verb('proposeInitiative', proposal);
    const initiativeId = initiative?.id ?? '';
    expect(await verb('endInitiative', { initiativeId, isDone: true, because: 'Done' })).toMatchObject({
      code: 'INITIATIVE_IS_ELSEWHERE',
    });
    expect(await verb('startInitiative', { initiativeId, expectedVersion: 4 })).toMatchObject({
      code: 'VERSION_CONFLICT',
    });
    expect(await verb('startInitiative', { initiativeId }, other)).toMatchObject({ __typename: 'NotFound' });
    expect(await verb('startInitiative', { initiativeId, expectedVersion: 1 })).toMatchObject({
      __typename: 'InitiativeStarted',
    });
    expect(await verb('endInitiative', { initiativeId, isDone: false, because: ' ' })).toMatchObject({
      __typename: 'InvalidInput',
    });
    expect(await verb('endInitiative', { initiativeId, isDone: false, because: 'Too dear' })).toMatchObject({
      initiative: { status: 'STOPPED' },
    });
    expect(await verb('startInitiative', { initiativeId })).toMatchObject({ code: 'INITIATIVE_IS_ELSEWHERE' });
    const events = await world.service.database.manager.query<{ data: { status: string } }[]>(
      `SELECT data FROM event_log WHERE type = 'courtesy.initiative.changed.v1' ORDER BY position`,
    );
    expect(events.map(({ data }) => data.status)).toEqual(['PROPOSED', 'IN_PROGRESS', 'STOPPED']);
  });

  it('is refused with the place of what is wrong', async () => {
    const paths = async (change: object) =>
      (await verb('proposeInitiative', { ...proposal, ...change })).problems?.map(({ path }) => path);
    expect(await paths({ title: '' })).toEqual(['title']);
    expect(await paths({ metricKey: 'refunds.paid' })).toEqual(['metricKey']);
    expect(await paths({ metricKey: 'quality.score.mean' })).toEqual(['metricKey']);
    expect(await paths({ metricKey: 'no.such' })).toEqual(['metricKey']);
    expect(await paths({ siteIds: ['site_2'], controlSiteIds: [] })).toEqual(['siteIds']);
    expect(await paths({ controlSiteIds: ['site_1'] })).toEqual(['controlSiteIds']);
    expect(await paths({ unitValue: { amount: '0', currency: 'GBP' } })).toEqual(['unitValue']);
    expect(await paths({ ownerId: 'site_1', causeId: someId('rcau') })).toEqual(['ownerId', 'causeId']);
  });

  it('is what a cause is met with while it is under way, on any day', async () => {
    const { recordCause } = await ask<{ recordCause: { cause: { id: string } } }>(
      world,
      `mutation { recordCause(input: { name: "Late" }) { ... on CauseRecorded { cause { id } } } }`,
      {},
      manager,
    );
    const causeId = recordCause.cause.id;
    const { initiative } = await verb('proposeInitiative', { ...proposal, causeId });
    const open = async (asOf: string | null = null) => {
      const query = `query ($id: ID!, $asOf: DateTime) { cause(id: $id) { openInitiative(asOf: $asOf) { title benefitToDate(asOf: $asOf) { amount } } } }`;
      return (await ask<{ cause: { openInitiative: object | null } }>(world, query, { id: causeId, asOf }, manager))
        .cause.openInitiative;
    };
    expect(await open()).toBeNull();
    await verb('startInitiative', { initiativeId: initiative?.id });
    expect(await open()).toMatchObject({ title: 'Say when it will come' });
    clock.advance(86_400_000);
    await verb('endInitiative', { initiativeId: initiative?.id, isDone: true, because: 'It works' });
    expect(await open()).toBeNull();
    expect(await open('2026-03-04T12:00:00.000Z')).toMatchObject({ title: 'Say when it will come' });
  });

  it('is kept as its tables say', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });
});
