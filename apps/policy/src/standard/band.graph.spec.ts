import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  eventsAbout,
  givenCalendar,
  givenStandard,
  mutate,
  someId,
  startWorld,
  type World,
} from '../../test/policy-world.ts';

let world: World;
let calendarId: string;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  await world.database.reset();
  calendarId = (await givenCalendar(world, { timeZone: 'UTC' })).id;
});
afterAll(() => world?.close());

const JANUARY = '2026-01-01T00:00:00.000Z';
const given = (input: Record<string, unknown>) =>
  givenStandard(world, { calendarId, caseType: 'COMPLAINT', effectiveFrom: JANUARY, ...input });
const problems = async (input: Record<string, unknown>) =>
  (
    await mutate(world, 'publishServiceStandard', {
      name: 'Wrong',
      calendarId,
      caseType: 'COMPLAINT',
      resolution: 'PT8H',
      ...input,
    })
  ).problems?.map(({ path }) => path);

describe('a standard for a band, with warnings and pauses', () => {
  it('is refused where it cannot be right, at the place of each problem', async () => {
    expect(await problems({ tier: 'gold' })).toEqual(['tier']);
    expect(await problems({ tier: 'GOLD', contractId: someId('ctr') })).toEqual(['tier']);
    expect(await problems({ contractId: 'GOLD' })).toEqual(['contractId']);
    expect(await problems({ update: 'PT9H' })).toEqual(['resolution']);
    expect(await problems({ warnings: [{ clock: 'RESOLUTION', before: 'PT8H' }] })).toEqual(['warnings[0].before']);
    expect(await problems({ pauses: [{ clock: 'UPDATE', statuses: ['NEW'] }] })).toEqual([
      'pauses[0].clock',
      'pauses[0].statuses',
    ]);
    const unknown = { name: 'X', calendarId, caseType: 'COMPLAINT', resolution: 'PT8H', contractId: someId('ctr') };
    expect(await mutate(world, 'publishServiceStandard', unknown)).toMatchObject({ __typename: 'NotFound' });
  });

  it('is told to others whole, and those who know of no bands are not told of it', async () => {
    const { id } = await given({
      tier: 'GOLD',
      firstResponse: 'PT1H',
      warnings: [{ clock: 'FIRST_RESPONSE', before: 'PT15M' }],
    });
    const { id: update } = await given({ firstResponse: null, update: 'PT8H' });
    expect(await eventsAbout(world, id)).toEqual([
      {
        type: 'courtesy.standard.changed.v2',
        sequence: 1,
        data: {
          name: 'A standard',
          calendarId,
          usesSiteCalendar: false,
          caseType: 'COMPLAINT',
          priority: null,
          tier: 'GOLD',
          contractId: null,
          targets: [{ clock: 'FIRST_RESPONSE', withinMs: 3_600_000, warnBeforeMs: 900_000, pausedIn: [] }],
          effectiveFrom: JANUARY,
          effectiveUntil: null,
        },
      },
    ]);
    expect((await eventsAbout(world, update)).map(({ type }) => type)).toEqual(['courtesy.standard.changed.v2']);
  });
});
