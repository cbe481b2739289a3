import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { joined, reviewed } from '../../test/activity-events.ts';
import { fillFacts } from '../../test/many-facts.ts';
import { analyst, announcedAt, ask, read, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld('Europe/London');
  await fillFacts(world.service.database.manager, {
    ...{ sites: 3, teamsPerSite: 2, peoplePerTeam: 3, products: 4, issues: 5, territories: 3, customers: 50 },
    ...{
      from: '2025-10-01',
      days: 60,
      cases: 400,
      calls: 400,
      contacts: 500,
      clocks: 300,
      refunds: 60,
      decisions: 100,
    },
  });
  const people = Array.from({ length: 6 }, (_, i) => `pers_0000000${i}`);
  await read(world, 'workforce', [
    ...people.map((id, i) => joined(id, 'site_00000000', i < 2 ? 'team_00000000' : 'team_00000001')),
    ...people.map((id, i) => announcedAt('2025-10-05T00:00:00.000Z', reviewed(`qrev_${i}`, id, 5000 + 500 * i))),
  ]);
});
afterAll(() => world?.close());

const TOLD = `{
  key total totalNumerator totalDenominator totalMoney { amount } isHidden isApproximate
  rows { bucket startsAt key label value numerator denominator money { amount } isHidden } }`;
const SAID = `$key: String!, $period: MetricPeriod!, $grain: MetricGrain!, $by: MetricDimension, $where: MetricFilter`;
const ASKED = `metric(key: $key, period: $period, grain: $grain, by: $by, where: $where) ${TOLD}`;
const OF_EACH = `query ($of: [_Any!]!, ${SAID}) { _entities(representations: $of) {
  ... on Region { ${ASKED} } ... on Site { ${ASKED} } ... on Team { ${ASKED} } ... on Person { ${ASKED} } } }`;
const ALONE = `query (${SAID}) { ${ASKED} }`;

const ids = (prefix: string, many: number) => Array.from({ length: many }, (_, i) => `${prefix}_0000000${i}`);
/** The sites of the two regions that three sites are in. */
const inRegion: Readonly<Record<string, readonly string[]>> = {
  reg_00000000: ['site_00000000'],
  reg_00000001: ['site_00000001'],
};
const kinds = {
  Region: { ids: Object.keys(inRegion), where: (id: string) => ({ site: { in: inRegion[id] } }) },
  Site: { ids: ids('site', 3), where: (id: string) => ({ site: { eq: id } }) },
  Team: { ids: ids('team', 4), where: (id: string) => ({ team: { eq: id } }) },
  Person: { ids: ids('pers', 4), where: (id: string) => ({ agent: { eq: id } }) },
};
type Kind = keyof typeof kinds;

const period = { from: '2025-10-10', to: '2025-11-20' };
const complaints = { type: { eq: 'COMPLAINT' } };
const questions = [
  { key: 'cases.opened', period, grain: 'WEEK', where: complaints },
  { key: 'cases.opened', period, grain: 'TOTAL', by: 'CHANNEL' },
  { key: 'cases.backlog', period, grain: 'MONTH' },
  { key: 'cases.backlog_age.median', period, grain: 'WEEK' },
  { key: 'cases.resolution_time.median', period, grain: 'MONTH' },
  { key: 'calls.service_level.20s', period, grain: 'DAY' },
  { key: 'refunds.paid', period, grain: 'TOTAL' },
  { key: 'quality.score.mean', period: { from: '2025-10-01', to: '2025-11-01' }, grain: 'MONTH' },
] as const;

const ofEach = async (kind: Kind, question: object, actor: Actor) => {
  const of = kinds[kind].ids.map((id) => ({ __typename: kind, id }));
  const { _entities } = await ask<{ _entities: { metric: object }[] }>(world, OF_EACH, { of, ...question }, actor);
  return _entities.map(({ metric }) => metric);
};

describe('a metric of a region, a site, a team or a person', () => {
  const actors = {
    analyst,
    'site manager': caller('MANAGER', { siteId: 'site_00000000', reach: 'SITE' }),
    lead: caller('LEAD', { teamId: 'team_00000001', personId: 'pers_00000003' }),
  };
  it.each(Object.keys(kinds) as Kind[])(
    'of each %s is told as it is of one asked for alone, to whoever asks',
    async (kind) => {
      for (const [who, actor] of Object.entries(actors))
        for (const question of questions) {
          const together = await ofEach(kind, question, actor);
          for (const [i, id] of kinds[kind].ids.entries()) {
            const where = { and: [kinds[kind].where(id), ...('where' in question ? [question.where] : [])] };
            const { metric } = await ask<{ metric: object }>(world, ALONE, { ...question, where }, actor);
            expect({ who, id, question, metric: together[i] }).toEqual({ who, id, question, metric });
          }
        }
    },
  );

  it('is measured of all on a page together: in as many statements of three sites as of one', async () => {
    const spent = async (of: readonly string[]) => {
      world.statements();
      const question = { key: 'cases.opened', period, grain: 'WEEK' };
      await ask(world, OF_EACH, { of: of.map((id) => ({ __typename: 'Site', id })), ...question });
      return world.statements().length;
    };
    expect(await spent(['site_00000000'])).toBe(await spent(kinds.Site.ids));
  });

  it('is refused where the figure cannot be told apart so', async () => {
    const of = [{ __typename: 'Person', id: 'pers_00000000' }];
    const answer = await world.service.execute({
      ...{ query: OF_EACH, actor: analyst },
      variables: { of, key: 'customers.retention_share', period, grain: 'TOTAL' },
    });
    expect((answer.errors?.[0] as Error | undefined)?.message).toContain(
      'customers.retention_share cannot be broken down by AGENT.',
    );
  });
});
