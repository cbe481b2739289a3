import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
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
import { employmentsAt } from './employment.store.ts';

let world: World;
let ann: Known;
let site: Known;
beforeAll(async () => {
  world = await startWorld();
  site = await givenSite(world);
  ann = await givenPerson(world, { siteId: site.id });
});
afterAll(() => world?.close());

const agree = (more: object) => ({
  ...{ personId: ann.id, from: '2026-01-01', pattern: 'FULL_TIME', weeklyHours: 'PT37H30M', fullTimeWeek: 'PT37H30M' },
  ...{ costRate: { amount: '14.20', currency: 'GBP' }, ...more },
});
const AGREED = ['agreeEmployment', 'EmploymentAgreed', 'employment { id }'] as const;
const FIELDS = 'from until fullTimeShare costRate { amount }';
const seen = (asOf: string, actor = caller('MANAGER', { reach: 'ALL' })) =>
  ask(
    world,
    `query ($id: ID!, $asOf: Date) { person(id: $id) { employment(asOf: $asOf) { ${FIELDS} } } }`,
    { id: ann.id, asOf },
    actor,
  );

describe('an employment', () => {
  it('holds from its first day until the next begins, and a correction keeps what it corrects', async () => {
    await must(world, AGREED, agree({}));
    await must(world, AGREED, agree({ from: '2026-04-01', pattern: 'PART_TIME', weeklyHours: 'PT22H30M' }));
    expect(await seen('2026-03-31')).toEqual({
      person: {
        employment: { from: '2026-01-01', until: '2026-03-31', fullTimeShare: 1, costRate: { amount: '14.20' } },
      },
    });
    expect(await seen('2026-04-01')).toMatchObject({
      person: { employment: { from: '2026-04-01', fullTimeShare: 0.6 } },
    });
    expect(await seen('2025-12-31')).toEqual({ person: { employment: null } });
    await must(world, AGREED, agree({ from: '2026-04-01', pattern: 'PART_TIME', weeklyHours: 'PT30H' }));
    expect(await seen('2026-04-01')).toMatchObject({ person: { employment: { fullTimeShare: 0.8 } } });
    const history = `query ($id: ID!) { person(id: $id) { employments { weeklyHours supersededAt } } }`;
    const { person } = await ask<{ person: { employments: { supersededAt: string | null }[] } }>(world, history, {
      id: ann.id,
    });
    expect(person.employments.map(({ supersededAt }) => supersededAt === null).sort()).toEqual([
      false,
      false,
      true,
      true,
    ]);
    const at = await employmentsAt(world.service.database.manager, [ann.id], '2026-05-01');
    expect(at.get(ann.id)?.weeklyMinutes).toBe(1_800);
  });

  it('is between somebody and those who lead them, and what they cost for fewer still', async () => {
    const herself = caller('AGENT', { personId: ann.id });
    const query = `query ($id: ID!) { person(id: $id) { employment(asOf: "2026-01-01") { fullTimeShare } } }`;
    expect(await ask(world, query, { id: ann.id }, herself)).toEqual({ person: { employment: { fullTimeShare: 1 } } });
    expect(await ask(world, query, { id: ann.id }, caller('AGENT', { reach: 'ALL' }))).toEqual({
      person: { employment: null },
    });
    const cost = `query ($id: ID!) { person(id: $id) { employment(asOf: "2026-01-01") { costRate { amount } } } }`;
    expect(await refusedWith(world, cost, { id: ann.id }, caller('LEAD', { reach: 'ALL' }))).toEqual(['FORBIDDEN']);
    const elsewhere = caller('MANAGER', { siteId: (await givenSite(world)).id });
    const mutation = `mutation ($input: AgreeEmploymentInput!) { agreeEmployment(input: $input) { __typename } }`;
    expect(await refusedWith(world, mutation, { input: agree({}) }, elsewhere)).toEqual(['FORBIDDEN']);
  });

  it('says all that is wrong with it', async () => {
    const wrong = agree({ weeklyHours: 'PT61H', leastWeeklyHours: 'PT62H', mostWeeklyHours: 'PT30S', days: [] });
    const { problems } = await run<{ problems: { path: string }[] }>(world, ['agreeEmployment', ''], wrong);
    expect([...new Set(problems.map(({ path }) => path))]).toEqual([
      'weeklyHours',
      'leastWeeklyHours',
      'mostWeeklyHours',
      'days',
    ]);
  });
});

describe('what an hour costs at a site', () => {
  it('is announced on average once five people are known there, from each day on which it changes, and never of one', async () => {
    const desk = await givenSite(world);
    const stated = async () => {
      const rows = await world.service.database.manager.query<{ data: object }[]>(
        `SELECT data FROM event_log WHERE type = 'courtesy.site-cost.stated.v1' AND subject = $1 ORDER BY position`,
        [desk.id],
      );
      return rows.map(({ data }) => data);
    };
    const people = await Promise.all(Array.from({ length: 5 }, () => givenPerson(world, { siteId: desk.id })));
    const costs = (personId: string, amount: string, from = '2026-01-01') =>
      must(world, AGREED, agree({ personId, from, costRate: { amount, currency: 'GBP' } }));
    for (const { id } of people.slice(0, 4)) await costs(id, '14.00');
    expect(await stated()).toEqual([]);
    await costs(people[4]?.id ?? '', '15.60');
    // 14.32 on average.
    const first = { from: '2026-01-01', currency: 'GBP', hourMinor: 1_450 };
    expect(await stated()).toEqual([{ siteId: desk.id, from: '2026-01-01', rates: [first] }]);
    await costs(people[0]?.id ?? '', '16.00', '2026-06-01');
    const later = { ...first, from: '2026-06-01', hourMinor: 1_450 };
    await costs(people[1]?.id ?? '', '20.00', '2026-04-01');
    expect((await stated()).at(-1)).toEqual({
      ...{ siteId: desk.id, from: '2026-04-01' },
      rates: [
        { ...first, from: '2026-04-01', hourMinor: 1_550 },
        { ...later, hourMinor: 1_600 },
      ],
    });
  });
});
