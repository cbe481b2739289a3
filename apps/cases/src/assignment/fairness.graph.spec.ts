import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, admin, clock, someId, startWorld, type World } from '../../test/cases-world.ts';
import { idOf } from '../../test/named-ids.ts';
import { agent, givenDesk, givenQueue, givenWaiting, next, routing } from '../../test/routing-stories.ts';
import { skill, workforceTells } from '../../test/workforce-feed.ts';
import { pushWork } from './pushing.commands.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  await world.database.reset();
});
afterAll(() => {
  clock.set('2026-03-02T10:00:00.000Z');
  return world?.close();
});

/** Equal cases that nobody has, 500 at a time at most. */
const givenMany = (count: number, openedAt = (_: number) => '2026-03-02T09:00:00Z') =>
  ask(
    world,
    `mutation ($input: OpenCasesInput!) { openCases(input: $input) { ... on CasesOpened { opened } } }`,
    {
      input: {
        cases: Array.from({ length: count }, (_, i) => ({
          ...{ type: 'ENQUIRY', channel: 'EMAIL', subject: 'Equal', customerId: someId('cust') },
          ...{ teamId: idOf('team_desk'), openedAt: openedAt(i) },
          externalReference: { source: 'spec', id: someId('case') },
        })),
      },
    },
    admin,
  );

const rows = <T>(sql: string) => world.service.database.manager.query<T[]>(sql);
const names = (count: number) => Array.from({ length: count }, (_, i) => `pers_agent${i}`);

async function spread(): Promise<{ offers: number; cases: number; difference: number; people: number }> {
  const [row] = await rows<{ offers: number; cases: number; difference: number; people: number }>(`
    SELECT sum(n)::integer AS offers, (SELECT count(DISTINCT case_id)::integer FROM assignments) AS cases,
      (max(n) - min(n))::integer AS difference, count(*)::integer AS people
    FROM (SELECT person_id, count(*) AS n FROM assignments GROUP BY person_id) AS each`);
  return row ?? { offers: 0, cases: 0, difference: 0, people: 0 };
}

/** Lets the pusher of the service, and this one beside it, work until nothing waits. */
async function pushAll(): Promise<void> {
  const parts = { database: world.service.database, now: clock, newId: someId };
  for (let second = 1; second <= 30; second += 1) {
    await Promise.all([pushWork(parts), pushWork(parts)]);
    const [waiting] = await rows<{ n: number }>(
      `SELECT count(*)::integer AS n FROM cases c WHERE NOT EXISTS (SELECT 1 FROM assignments a WHERE a.case_id = c.id)`,
    );
    if (waiting?.n === 0) return;
    clock.set(new Date(Date.parse('2026-03-02T10:00:00.000Z') + second * 1000).toISOString());
  }
  throw new Error('Something still waits');
}

describe('work that comes by itself', () => {
  it('is shared by 10 equal agents within one of each other: 1,000 equal cases, each offered once', async () => {
    await givenDesk(world, names(10));
    await givenMany(500);
    await givenMany(500);
    await givenQueue(world, { delivery: 'PUSH', capacity: 1000, offerTimeout: 'PT1H' });
    await pushAll();
    expect(await spread()).toEqual({ offers: 1000, cases: 1000, difference: 0, people: 10 });
  });

  it('goes to whoever is free, and not to those who are full', async () => {
    await givenDesk(world, names(3));
    await givenQueue(world, { delivery: 'PUSH', capacity: 2 });
    await givenMany(9);
    const parts = { database: world.service.database, now: clock, newId: someId };
    for (let second = 1; second <= 3; second += 1) {
      await pushWork(parts);
      clock.set(`2026-03-02T10:00:0${second}.000Z`);
    }
    expect(await spread()).toEqual({ offers: 6, cases: 6, difference: 0, people: 3 });
  });
});

describe('50 who ask at once', () => {
  it('are each offered another case, and no case is offered twice', async () => {
    await givenDesk(world, names(50));
    await givenMany(100);
    await givenQueue(world);
    const answers = await Promise.all(names(50).map((name) => next(world, name)));
    const cases = answers.map((each) => (typeof each === 'string' ? each : each.case?.id));
    expect(new Set(cases).size).toBe(50);
    expect(await spread()).toEqual({ offers: 50, cases: 50, difference: 0, people: 50 });
  });

  it('take all that waits by asking again and again, each case once, within one of each other', async () => {
    await givenDesk(world, names(50));
    await givenMany(260);
    await givenQueue(world, { delivery: 'PUSH', capacity: 10, offerTimeout: 'PT1H' });
    const work = async (name: string) => {
      for (;;) {
        const { assignment } = await routing(world, agent(name), 'offerNext');
        if (!assignment) return;
        await routing(world, agent(name), 'acceptAssignment', { assignmentId: assignment.id });
      }
    };
    await Promise.all(names(50).map(work));
    const [doubles] = await rows<{ n: number }>(
      `SELECT count(*)::integer AS n FROM (SELECT case_id FROM assignments GROUP BY case_id HAVING count(*) > 1) AS d`,
    );
    expect(doubles?.n).toBe(0);
    expect(await spread()).toEqual({ offers: 260, cases: 260, difference: 1, people: 50 });
    const [unassigned] = await rows<{ n: number }>(
      `SELECT count(*)::integer AS n FROM cases WHERE assignee_id IS NULL`,
    );
    expect(unassigned?.n).toBe(0);
  });

  it('cost one round together: the statements do not grow with who asks', async () => {
    await givenDesk(world, names(50));
    await givenQueue(world);
    for (let i = 0; i < 3; i += 1) await givenMany(60);
    const spent = async (count: number) => {
      await next(world, 'pers_agent49');
      world.statements();
      await Promise.all(names(count).map((name) => next(world, name)));
      const all = world.statements();
      return all.filter((sql) => sql.includes('INSERT INTO "routing_rounds"')).length;
    };
    expect(await spent(1)).toBe(1);
    // The first who asks begins a round alone; those who ask meanwhile share the next.
    expect(await spent(40)).toBeLessThanOrEqual(4);
  });
});

describe('a case that somebody else holds just then', () => {
  it('is passed over, and waits for no lock: the next one is offered instead', async () => {
    await givenDesk(world, names(1));
    const [held, free] = [await givenWaiting(world, { priority: 'URGENT' }), await givenWaiting(world)];
    await givenQueue(world);
    await world.service.database.transaction(async ({ manager }) => {
      await manager.query(`SELECT 1 FROM cases WHERE id = $1 FOR UPDATE`, [held]);
      expect(await next(world, 'pers_agent0')).toMatchObject({ case: { id: free } });
    });
  });
});

describe('one offer', () => {
  it('is of the one that waits longest, of however many, and of what somebody can take behind what nobody can', async () => {
    await givenDesk(world, names(1));
    const backwards = (i: number) => new Date(Date.parse('2026-03-02T09:00:00Z') - i * 1000).toISOString();
    await givenMany(60, backwards);
    await givenMany(300);
    await givenQueue(world);
    const openedAt = async () => {
      const offer = await next(world, 'pers_agent0');
      const id = typeof offer === 'string' ? '' : offer.case?.id;
      const [row] = await rows<{ opened_at: Date }>(`SELECT opened_at FROM cases WHERE id = '${id}'`);
      return row?.opened_at.toISOString();
    };
    expect(await openedAt()).toBe(new Date(backwards(59)).toISOString());
    await workforceTells(world.service.database, skill('skil_rare'));
    await rows(`UPDATE assignments SET status = 'WITHDRAWN'`);
    await rows(`UPDATE cases SET product = 'Rare' WHERE opened_at < '2026-03-02T09:00:00Z' OR number % 2 = 0`);
    await givenQueue(world, {
      key: 'rare',
      position: -1,
      product: 'Rare',
      skills: [{ skill: 'rare', isMandatory: true }],
    });
    expect(await openedAt()).toBe('2026-03-02T09:00:00.000Z');
  });

  it('costs at most 16 statements, however many wait and however many could take it', async () => {
    await givenDesk(world, names(20));
    await givenQueue(world);
    await givenMany(40);
    await givenWaiting(world);
    world.statements();
    await ask(world, `mutation { offerNext(input: {}) { __typename } }`, {}, agent('pers_agent3'));
    const own = world.statements().filter((sql) => !/feed_cursor|due_at|look_at IS NOT NULL/.test(sql));
    expect(own.length).toBeLessThanOrEqual(16);
  });
});
