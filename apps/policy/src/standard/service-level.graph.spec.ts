import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { change, givenContract, givenDraft } from '../../test/contract-world.ts';
import {
  agent,
  ask,
  clock,
  errorOf,
  everyDay,
  givenCalendar,
  givenStandard,
  mutate,
  NOON,
  someHours,
  someId,
  startWorld,
  workingWeek,
  type World,
} from '../../test/policy-world.ts';

let world: World;
let calendarId: string;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  await world.database.reset();
  clock.set(NOON);
  calendarId = (await givenCalendar(world, { timeZone: 'UTC' })).id;
});
afterAll(() => world?.close());

const JANUARY = '2026-01-01T00:00:00.000Z';
const given = (input: Record<string, unknown>) =>
  givenStandard(world, { calendarId, caseType: 'COMPLAINT', effectiveFrom: JANUARY, ...input });
interface SeenLevel {
  readonly at: string;
  readonly standard: { readonly id: string; readonly name: string } | null;
  readonly targets: readonly Record<string, unknown>[];
  readonly calendar: { readonly id: string } | null;
  readonly calendarVersion: { readonly number: number } | null;
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
}

const LEVEL = `at standard { id name } targets { clock within warnBefore pausedIn } calendar { id } calendarVersion { number } reasons { code message }`;

const levelFor = async (args: Record<string, unknown> = {}, fields = LEVEL): Promise<SeenLevel> => {
  const { serviceLevelFor } = await ask<{ serviceLevelFor: SeenLevel }>(
    world,
    `query ($caseType: CaseType!, $priority: CasePriority, $tier: String, $contractId: ID, $siteId: ID, $at: DateTime) {
       serviceLevelFor(caseType: $caseType, priority: $priority, tier: $tier, contractId: $contractId, siteId: $siteId, at: $at) { ${fields} }
     }`,
    { caseType: 'COMPLAINT', ...args },
    agent,
  );
  return serviceLevelFor;
};
const codes = ({ reasons }: SeenLevel) => reasons.map(({ code }) => code);

describe('a service level', () => {
  it('says the standard, every clock of it, the version of the calendar, and why', async () => {
    const { id } = await given({
      name: 'Complaints',
      firstResponse: 'PT4H',
      nextResponse: 'PT6H',
      update: 'PT16H',
      resolution: 'PT40H',
      warnings: [{ clock: 'RESOLUTION', before: 'PT8H' }],
      pauses: [{ clock: 'RESOLUTION', statuses: ['WAITING_THIRD_PARTY', 'WAITING_CUSTOMER'] }],
    });
    expect(await levelFor({ priority: 'LOW' })).toEqual({
      at: NOON,
      standard: { id, name: 'Complaints' },
      targets: [
        { clock: 'FIRST_RESPONSE', within: 'PT4H', warnBefore: null, pausedIn: [] },
        { clock: 'NEXT_RESPONSE', within: 'PT6H', warnBefore: null, pausedIn: [] },
        { clock: 'UPDATE', within: 'PT16H', warnBefore: null, pausedIn: [] },
        {
          clock: 'RESOLUTION',
          within: 'P1DT16H',
          warnBefore: 'PT8H',
          pausedIn: ['WAITING_THIRD_PARTY', 'WAITING_CUSTOMER'],
        },
      ],
      calendar: { id: calendarId },
      calendarVersion: { number: 1 },
      reasons: [
        { code: 'GENERAL_STANDARD', message: '"Complaints" is for all customers.' },
        { code: 'ANY_PRIORITY_STANDARD', message: 'It is for any priority.' },
        { code: 'STANDARD_CALENDAR', message: 'It counts by its own calendar.' },
      ],
    });
    const { standard } = await ask<{ standard: Record<string, unknown> }>(
      world,
      `query ($id: ID!) { standard(id: $id) { nextResponse update tier contract { id } usesSiteCalendar targets { clock } } }`,
      { id },
    );
    expect(standard).toMatchObject({ nextResponse: 'PT6H', update: 'PT16H', tier: null, usesSiteCalendar: false });
  });

  it('is that of the contract first, then of the tier, then of all; standardFor answers the same', async () => {
    const contract = await givenContract(world);
    await given({ name: 'All', priority: 'HIGH' });
    await given({ name: 'Gold', tier: 'GOLD' });
    await given({ name: 'Own', contractId: contract.id });
    const asked = { priority: 'HIGH', tier: 'GOLD', contractId: contract.id };
    const nameFor = async (args: Record<string, unknown>) => {
      const level = await levelFor(args);
      const { standardFor } = await ask<{ standardFor: { name: string } | null }>(
        world,
        `query ($priority: CasePriority, $tier: String, $contractId: ID) {
           standardFor(caseType: COMPLAINT, priority: $priority, tier: $tier, contractId: $contractId) { name }
         }`,
        args,
      );
      expect(standardFor?.name).toBe(level.standard?.name);
      return [level.standard?.name ?? null, codes(level)[0]];
    };
    expect(await nameFor(asked)).toEqual(['Own', 'CONTRACT_STANDARD']);
    expect(await nameFor({ ...asked, contractId: null })).toEqual(['Gold', 'TIER_STANDARD']);
    expect(await nameFor({ ...asked, contractId: someId('ctr') })).toEqual(['Gold', 'CONTRACT_UNKNOWN']);
    expect(await nameFor({ priority: 'HIGH', tier: 'SILVER' })).toEqual(['All', 'TIER_WITHOUT_STANDARD']);
    expect(await nameFor({ priority: 'LOW' })).toEqual([null, 'NO_STANDARD']);
  });

  it('of a contract counts while the contract is in force, and until the instant it was terminated', async () => {
    const contract = await givenContract(world, { startsOn: '2026-02-01' });
    await given({ name: 'All' });
    await given({ name: 'Own', contractId: contract.id });
    const at = async (instant: string) => {
      const level = await levelFor({ contractId: contract.id, at: instant });
      return [level.standard?.name, codes(level)[0]];
    };
    expect(await at('2026-01-31T12:00:00Z')).toEqual(['All', 'CONTRACT_NOT_IN_FORCE']);
    expect(await at(NOON)).toEqual(['Own', 'CONTRACT_STANDARD']);
    await change(world, 'terminateContract', { contractId: contract.id, reason: 'Moved away' });
    expect(await at('2026-03-02T11:59:59.999Z')).toEqual(['Own', 'CONTRACT_STANDARD']);
    expect(await at(NOON)).toEqual(['All', 'CONTRACT_NOT_IN_FORCE']);
    const draft = await givenDraft(world);
    expect(codes(await levelFor({ contractId: draft.id }))).toContain('CONTRACT_NOT_IN_FORCE');
  });

  it('has one series for each band: none replaces another', async () => {
    const all = await given({ name: 'All' });
    const gold = await given({ name: 'Gold', tier: 'GOLD' });
    const published = await mutate(world, 'publishServiceStandard', {
      name: 'Gold again',
      calendarId,
      caseType: 'COMPLAINT',
      tier: 'GOLD',
      resolution: 'PT8H',
    });
    expect(published.replaced).toMatchObject({ id: gold.id, effectiveUntil: NOON });
    const { standards } = await ask(
      world,
      `{ standards(where: { tier: { isNull: true } }) { nodes { id effectiveUntil } } }`,
    );
    expect(standards).toEqual({ nodes: [{ id: all.id, effectiveUntil: null }] });
  });

  it('counts by the calendar of the site where the standard says so, as it was at that instant', async () => {
    const [siteId, other] = [someId('site'), someId('site')];
    const late = await givenCalendar(world, { week: everyDay('12:00-20:00'), timeZone: 'UTC' });
    await given({ name: 'By site', usesSiteCalendar: true });
    const at = async (site: string | null, instant: string) => {
      const level = await levelFor({ siteId: site, at: instant });
      return [level.calendar?.id, codes(level).at(-1)];
    };
    clock.set('2026-03-01T12:00:00.000Z');
    await mutate(world, 'assignSiteCalendar', { siteId, calendarId: late.id });
    clock.set(NOON);
    await mutate(world, 'assignSiteCalendar', { siteId, calendarId });
    expect(await at(siteId, '2026-03-01T11:59:59.999Z')).toEqual([calendarId, 'SITE_WITHOUT_CALENDAR']);
    expect(await at(siteId, '2026-03-01T12:00:00.000Z')).toEqual([late.id, 'SITE_CALENDAR']);
    expect(await at(siteId, '2026-03-02T11:59:59.999Z')).toEqual([late.id, 'SITE_CALENDAR']);
    expect(await at(siteId, NOON)).toEqual([calendarId, 'SITE_CALENDAR']);
    expect(await at(other, NOON)).toEqual([calendarId, 'SITE_WITHOUT_CALENDAR']);
    expect(await at(null, NOON)).toEqual([calendarId, 'SITE_WITHOUT_CALENDAR']);
  });

  it('is pinned: a later version of the calendar or the standard moves nothing that was promised earlier', async () => {
    await given({ name: 'First', resolution: 'PT4H', warnings: [{ clock: 'RESOLUTION', before: 'PT1H' }] });
    const opened = '2026-03-02T11:00:00Z';
    const fields = `standard { name } calendarVersion { number } targets { clock dueAt(start: "${opened}") warnAt(start: "${opened}") }`;
    const promised = await levelFor({ at: opened }, fields);
    expect(promised).toEqual({
      standard: { name: 'First' },
      calendarVersion: { number: 1 },
      targets: [
        { clock: 'FIRST_RESPONSE', dueAt: '2026-03-02T15:00:00.000Z', warnAt: null },
        { clock: 'RESOLUTION', dueAt: '2026-03-02T15:00:00.000Z', warnAt: '2026-03-02T14:00:00.000Z' },
      ],
    });
    await mutate(world, 'addCalendarException', { calendarId, exception: { date: '2026-03-02' }, reason: 'Snow' });
    const next = {
      ...someHours,
      calendarId,
      timeZone: 'UTC',
      effectiveFrom: '2026-03-03',
      week: workingWeek('10:00-11:00'),
    };
    await mutate(world, 'publishCalendarVersion', next);
    await mutate(world, 'publishServiceStandard', {
      name: 'Second',
      calendarId,
      caseType: 'COMPLAINT',
      resolution: 'PT1H',
    });
    expect(await levelFor({ at: opened }, fields)).toEqual(promised);
    expect(await levelFor({}, fields)).toMatchObject({ standard: { name: 'Second' }, calendarVersion: { number: 2 } });
  });

  it('without a standard, or a version of its calendar, says so', async () => {
    expect(await levelFor()).toMatchObject({ standard: null, targets: [], calendar: null, calendarVersion: null });
    const { id } = await givenCalendar(world, { effectiveFrom: '2026-04-01' });
    await given({ calendarId: id });
    const level = await levelFor();
    expect(level).toMatchObject({ calendar: { id }, calendarVersion: null });
    expect(codes(level).at(-1)).toBe('CALENDAR_NOT_IN_FORCE');
    const query = `{ serviceLevelFor(caseType: COMPLAINT) { targets { dueAt(start: "${NOON}") } } }`;
    expect(await errorOf(world, query)).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: `No version of the calendar is in force at ${NOON}.`,
      data: { serviceLevelFor: { targets: [{ dueAt: null }] } },
    });
  });
});

describe('what it costs', () => {
  it('is one statement for the targets of 2 standards and of 20, whatever is asked of each', async () => {
    for (let day = 1; day <= 20; day += 1)
      await given({ effectiveFrom: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`, resolution: 'PT8H' });
    const cost = async (first: number) => {
      world.statements();
      const targets = `targets { within warnAt(start: "${NOON}") dueAt(start: "${NOON}") } contract { id }`;
      await ask(world, `query ($first: Int!) { standards(first: $first) { nodes { ${targets} } } }`, { first });
      return world.statements().length;
    };
    expect(await cost(2)).toBe(2);
    expect(await cost(20)).toBe(2);
  });
});

describe('who asks for a service level', () => {
  it('is staff and no customer', async () => {
    const customer = caller('CUSTOMER', { customerId: someId('cust') });
    const query = `{ serviceLevelFor(caseType: COMPLAINT) { at } }`;
    expect(await errorOf(world, query, {}, customer)).toMatchObject({ code: 'FORBIDDEN' });
  });
});
