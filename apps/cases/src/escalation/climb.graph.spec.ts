import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase } from '@courtesy/persistence';
import { admin, ask, clock, someId, startWorld, type World } from '../../test/cases-world.ts';
import { openAt } from '../../test/clock-stories.ts';
import { at, escalationsOf, givenLadder, step } from '../../test/escalation-stories.ts';
import { idOf } from '../../test/named-ids.ts';
import { policyTells, standard, version } from '../../test/policy-feed.ts';
import { person, shift, site, workforceTells } from '../../test/workforce-feed.ts';
import { cases } from '../cases.ts';
import { climbDue } from './climb.commands.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
const day = (hours: string) => `2026-03-02T${hours}:00Z`;
const sql = <T>(text: string, parameters: unknown[] = []) =>
  world.service.database.manager.query<T[]>(text, parameters);
beforeEach(async () => {
  clock.set(day('09:00'));
  await world.database.reset();
  await policyTells(
    world.service.database,
    version('calv_office', { calendarId: 'cal_office' }),
    standard('std_a', { targets: { FIRST_RESPONSE: 600 } }),
  );
  await workforceTells(
    world.service.database,
    ...[site('site_a', 'reg_1'), person('pers_lead', 'LEAD', 'site_a')],
    shift('pers_lead', 'site_a', day('08:00'), day('20:00')),
  );
});
afterAll(() => world?.close());

/** As many complaints as that, brought at nine by one bulk. */
async function givenWaiting(count: number): Promise<void> {
  const item = (_: unknown, i: number) => ({
    ...{ type: 'COMPLAINT', channel: 'EMAIL', subject: 'Cold', customerId: someId('cust'), siteId: idOf('site_a') },
    ...{ openedAt: day('09:00'), externalReference: { source: 'old', id: String(i) }, history: {} },
  });
  await ask(
    world,
    `mutation ($input: OpenCasesInput!) { openCases(input: $input) { __typename } }`,
    { input: { cases: Array.from({ length: count }, item) } },
    admin,
  );
}

describe('several finders at once', () => {
  it('let each case climb once, and announce it once', async () => {
    await givenLadder(world, [step('LEAD', 2)]);
    await givenWaiting(150);
    clock.set(day('11:00'));
    const options = { service: 'cases', url: world.database.appUrl, tables: cases.tables, poolSize: 1 } as const;
    const others = await Promise.all([openDatabase(options), openDatabase(options), openDatabase(options)]);
    await Promise.all(
      others.map(async (database) => {
        while ((await climbDue({ database, now: clock, newId: someId })) > 0);
      }),
    );
    await at(world, day('11:00'));
    await Promise.all(others.map((each) => each.close()));
    expect(
      await sql(`SELECT count(*)::integer AS n, count(DISTINCT case_id)::integer AS cases FROM escalations`),
    ).toEqual([{ n: 150, cases: 150 }]);
    const told = await sql<{ n: number }>(
      `SELECT count(*)::integer AS n FROM event_log WHERE type = 'courtesy.escalation.raised.v1'`,
    );
    expect(told).toEqual([{ n: 150 }]);
  });
});

describe('a case that cannot be looked at', () => {
  it('keeps no other waiting, and is tried again', async () => {
    await givenLadder(world, [step('LEAD', 2)]);
    const [broken, sound] = [
      await openAt(world, day('09:00')),
      await openAt(world, day('09:00'), { siteId: idOf('site_a') }),
    ];
    await at(world, day('09:01'));
    // A calendar that this service never heard of, as no feed would leave it.
    await sql(
      `INSERT INTO clock_events (id, case_id, clock, segment, kind, at, recorded_at, target, calendar_version_id, cause)
       VALUES ($2, $1, 'FIRST_RESPONSE', 1, 'RETARGET', $3, $3, 60000, 'calv_unheard_of', 'spec')`,
      [broken, someId('clke'), clock()],
    );
    await sql(`UPDATE escalation_due SET due_at = to_timestamp(0)`);
    clock.set(day('11:00'));
    const look = () => climbDue({ database: world.service.database, now: clock, newId: someId });
    await expect(look().then(() => look())).rejects.toThrow(/could not climb/);
    for (let tries = 0; tries < 100 && (await escalationsOf(world, sound)).length === 0; tries += 1)
      await look().catch(() => undefined);
    expect(await escalationsOf(world, sound)).toMatchObject([{ status: 'RAISED' }]);
    const [row] = await sql<{ due_at: Date }>(`SELECT due_at FROM escalation_due WHERE case_id = $1`, [broken]);
    expect(row?.due_at.toISOString()).toBe('2026-03-02T11:05:00.000Z');
  });
});
