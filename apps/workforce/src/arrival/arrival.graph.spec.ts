import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { schemaDrift } from '@courtesy/persistence';
import { casesTell, type Told } from '../../test/case-feed.ts';
import {
  ask,
  givenSite,
  givenTeam,
  manager,
  refusedWith,
  someId,
  startWorld,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let siteId: string;
let teamId: string;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  siteId = (await givenSite(world)).id;
  teamId = (await givenTeam(world, { siteId })).id;
});
afterAll(() => world?.close());

const contact = (occurredAt: string, more: object = {}): Told => {
  const place = { siteId, teamId, caseId: null, customerId: someId('cust'), personId: someId('pers') };
  const how = { channel: 'EMAIL', direction: 'INBOUND', isAutomatic: false, handleMs: 60_000, waitMs: null };
  const data = { ...place, ...how, occurredAt, recordedAt: occurredAt, call: null, letter: null, ...more };
  return { type: 'courtesy.interaction.recorded.v2', subject: someId('intr'), data };
};
const corrected = (earlier: Told, more: object): Told => ({
  type: 'courtesy.interaction.corrected.v2',
  subject: someId('intr'),
  data: { ...earlier.data, ...more, supersedes: earlier.subject },
});
const call = (outcome: string, service: string) => ({
  ...{ service, priority: 0, outcome, queuedAt: null, answeredAt: null, endedAt: null },
});
const opened = (openedAt: string, more: object = {}): Told => ({
  type: 'courtesy.case.opened.v1',
  subject: someId('case'),
  data: { channel: 'PORTAL', siteId, teamId, assigneeId: null, openedAt, ...more },
});
const about = (caseOpened: Told) => ({ caseId: caseOpened.subject, channel: 'PORTAL' });

interface Interval {
  readonly startsAt: string;
  readonly volume: number;
  readonly handled: number;
  readonly meanHandleTime: string | null;
}
const query = `query ($id: ID!, $from: Date!, $until: Date!, $grain: ArrivalGrain, $channel: Channel, $teamId: ID, $service: String) {
  site(id: $id) { arrivals(fromDay: $from, untilDay: $until, grain: $grain, channel: $channel, teamId: $teamId, service: $service) {
    startsAt endsAt volume handled meanHandleTime } } }`;
const march = { from: '2026-03-02', until: '2026-03-03' };

async function arrivals(more: object = {}): Promise<readonly Interval[]> {
  const { site } = await ask<{ site: { arrivals: Interval[] } }>(world, query, { id: siteId, ...march, ...more });
  return site.arrivals;
}
/** What came, without the intervals in which nothing did. */
const some = async (more: object = {}) =>
  (await arrivals(more))
    .filter(({ volume }) => volume > 0)
    .map(({ startsAt, volume }) => [startsAt.slice(11, 16), volume]);

describe('what comes to a site', () => {
  it('keeps what its mapping says', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('is counted by half hour, once however often it is told, with how long the measured ones took', async () => {
    const told = [
      contact('2026-03-02T09:00:00.000Z', { handleMs: 60_000 }),
      contact('2026-03-02T09:29:59.999Z', { handleMs: null }),
      contact('2026-03-02T09:30:00.000Z', { personId: null, handleMs: 30_000 }),
    ];
    await casesTell(world, told);
    await casesTell(world, told);
    const [nine, halfPast] = (await arrivals()).slice(18, 20);
    expect(nine).toMatchObject({ startsAt: '2026-03-02T09:00:00.000Z', volume: 2, handled: 2, meanHandleTime: 'PT1M' });
    expect(halfPast).toMatchObject({ volume: 1, handled: 0, meanHandleTime: 'PT30S' });
    expect(await some({ grain: 'DAY' })).toEqual([['00:00', 3]]);
  });

  it('is no contact of our own, of a machine, or a call that ended in the menu', async () => {
    const at = '2026-03-02T09:00:00.000Z';
    await casesTell(world, [
      contact(at, { direction: 'OUTBOUND' }),
      contact(at, { isAutomatic: true }),
      contact(at, { channel: 'PHONE', call: call('LEFT_MENU', 'NW') }),
      contact(at, { channel: 'PHONE', call: call('ABANDONED', 'NW') }),
      contact(at, { channel: 'PHONE', call: call('ANSWERED', 'PS'), teamId: null }),
    ]);
    expect(await some()).toEqual([['09:00', 2]]);
    expect((await arrivals())[18]).toMatchObject({ volume: 2, handled: 1 });
    expect(await some({ service: 'PS' })).toEqual([['09:00', 1]]);
    expect(await some({ teamId })).toEqual([['09:00', 1]]);
    expect(await some({ channel: 'EMAIL' })).toEqual([]);
  });

  it('is restated when a record is corrected, and corrected again', async () => {
    const first = contact('2026-03-02T09:00:00.000Z');
    const second = corrected(first, { channel: 'PHONE', occurredAt: '2026-03-02T10:00:00.000Z', handleMs: 90_000 });
    await casesTell(world, [first]);
    await casesTell(world, [second]);
    expect(await some()).toEqual([['10:00', 1]]);
    expect((await arrivals({ channel: 'PHONE' }))[20]).toMatchObject({ volume: 1, meanHandleTime: 'PT1M30S' });
    await casesTell(world, [second, corrected(second, { direction: 'OUTBOUND' })]);
    expect(await some()).toEqual([]);
  });

  it('is a case as long as no contact about it is on record', async () => {
    const [bare, spoken, split] = ['08', '09', '10'].map((hour) => opened(`2026-03-02T${hour}:00:00.000Z`));
    if (!bare || !spoken || !split) throw new Error('three cases');
    const first = contact('2026-03-02T09:10:00.000Z', about(spoken));
    await casesTell(world, [bare, spoken]);
    expect(await some()).toEqual([
      ['08:00', 1],
      ['09:00', 1],
    ]);
    await casesTell(world, [first, split, { type: 'courtesy.case.split.v1', subject: split.subject, data: {} }]);
    expect(await some()).toEqual([
      ['08:00', 1],
      ['09:00', 1],
    ]);
    expect((await arrivals())[18]).toMatchObject({ handled: 1 });
    const away = corrected(first, { direction: 'OUTBOUND' });
    await casesTell(world, [away]);
    expect((await arrivals())[18]).toMatchObject({ volume: 1, handled: 0 });
  });

  it('came to where its case was first given to, when nobody knew before', async () => {
    const nowhere = { siteId: null, teamId: null };
    const mail = opened('2026-03-02T08:00:00.000Z', nowhere);
    const written = contact('2026-03-02T08:00:00.000Z', { ...nowhere, ...about(mail) });
    await casesTell(world, [mail, written]);
    expect(await some()).toEqual([]);
    const given = (place: object): Told => ({ type: 'courtesy.case.assigned.v1', subject: mail.subject, data: place });
    const elsewhere = (await givenSite(world)).id;
    await casesTell(world, [given({ siteId: null, teamId }), given({ siteId: elsewhere, teamId: null })]);
    expect(await some({ teamId })).toEqual([['08:00', 1]]);
  });

  it('keeps what earlier versions of the announcements told, as far as they told it', async () => {
    const matter = opened('2026-03-02T08:00:00.000Z');
    const {
      siteId: _,
      teamId: __,
      isAutomatic: ___,
      ...data
    } = contact('2026-03-02T08:00:00.000Z', about(matter)).data as Record<string, unknown>;
    const first: Told = { type: 'courtesy.interaction.recorded.v1', subject: someId('intr'), data };
    const {
      handleMs: ____,
      personId: _____,
      ...bare
    } = { ...data, occurredAt: '2026-03-02T11:00:00.000Z' } as Record<string, unknown>;
    const second: Told = {
      ...{ type: 'courtesy.interaction.corrected.v1', subject: someId('intr') },
      data: { ...bare, supersedes: first.subject, reason: 'Another hour' },
    };
    await casesTell(world, [matter, first, second]);
    expect((await arrivals({ teamId }))[22]).toMatchObject({ volume: 1, handled: 1, meanHandleTime: 'PT1M' });
    expect(await some()).toEqual([['11:00', 1]]);
  });
});

describe('the clock of a site', () => {
  it('cuts days of 23 and 25 hours, and tells an hour that happens twice as two', async () => {
    await casesTell(
      world,
      ['00:15', '01:15'].map((time) => contact(`2026-10-25T${time}:00.000Z`)),
    );
    const autumn = { from: '2026-10-25', until: '2026-10-26' };
    const halves = await arrivals(autumn);
    expect(halves).toHaveLength(50);
    expect(halves.filter(({ volume }) => volume > 0).map(({ startsAt }) => startsAt.slice(11, 16))).toEqual([
      '00:00',
      '01:00',
    ]);
    expect(await arrivals({ ...autumn, grain: 'HOUR' })).toHaveLength(25);
    expect(await arrivals({ ...autumn, grain: 'DAY' })).toMatchObject([
      { startsAt: '2026-10-24T23:00:00.000Z', endsAt: '2026-10-26T00:00:00.000Z', volume: 2 },
    ]);
    expect(await arrivals({ from: '2026-03-29', until: '2026-03-30' })).toHaveLength(46);
  });

  it('may be a quarter of an hour off the others', async () => {
    siteId = (await givenSite(world, { timeZone: 'Asia/Kathmandu' })).id;
    await casesTell(world, [contact('2026-03-01T18:15:00.000Z', { teamId: null })]);
    expect((await arrivals())[0]).toMatchObject({ startsAt: '2026-03-01T18:15:00.000Z', volume: 1 });
  });

  it('tells no more than 31 days of half hours at once, and none that do not follow one another', async () => {
    const refused = (from: string, until: string) => refusedWith(world, query, { id: siteId, from, until }, manager);
    expect(await refused('2026-03-01', '2026-04-01')).toEqual([]);
    expect(await refused('2026-03-01', '2026-04-02')).toEqual(['BAD_USER_INPUT']);
    expect(await refused('2026-03-01', '2026-03-01')).toEqual(['BAD_USER_INPUT']);
  });
});

describe('whatever is told, in whatever batches', () => {
  /** A contact, of which each step says what a correction makes of it. */
  const anyStory = fc.array(
    fc.record({
      ofCase: fc.nat(2),
      steps: fc.array(fc.constantFrom('INBOUND', 'OUTBOUND'), { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 6 },
  );

  it('comes to what counting at the end comes to', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, fc.array(fc.nat(4), { minLength: 8, maxLength: 8 }), async (stories, cuts) => {
        siteId = (await givenSite(world)).id;
        const cases = [0, 1, 2].map(() => opened('2026-03-02T06:00:00.000Z', { teamId: null }));
        const told = [...cases];
        const standing: string[] = [];
        stories.forEach(({ ofCase, steps }, i) => {
          const matter = cases[ofCase] ?? opened('');
          const first = contact(`2026-03-02T${10 + i}:00:00.000Z`, {
            ...about(matter),
            teamId: null,
            direction: steps[0],
          });
          told.push(first);
          let last = first;
          for (const direction of steps.slice(1)) told.push((last = corrected(last, { direction })));
          if (steps.at(-1) === 'INBOUND') standing.push(matter.subject);
        });
        for (let at = 0, batch = 0; at < told.length; batch += 1) {
          const size = 1 + (cuts[batch % cuts.length] ?? 0);
          await casesTell(world, told.slice(at, at + size));
          // The last of a batch comes once more with the next one.
          at += size;
          await casesTell(world, told.slice(at - 1, at));
        }
        const bare = cases.filter(({ subject }) => !standing.includes(subject)).length;
        const counted = await some({ grain: 'DAY' });
        expect(counted.reduce((sum, [, volume]) => sum + Number(volume), 0)).toBe(standing.length + bare);
      }),
      { numRuns: 12 },
    );
  });
});
