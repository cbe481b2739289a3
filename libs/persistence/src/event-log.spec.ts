import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { CloudEvent, NewEvent } from '@courtesy/events';
import { testDatabase, type TestDatabase } from '@courtesy/testing';
import { migrate, openDatabase, type Database } from './database.ts';
import { appendEvents, eventLogV1, readEventLog } from './event-log.ts';
import { openFeedServer } from './feed-server.ts';
import { applyPage, feedCursorV1, feedPositions, followFeed, type FetchFeed, type Reaction } from './feed-reader.ts';

class Logs1763830000000 implements MigrationInterface {
  readonly name = 'Logs1763830000000';
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [...eventLogV1('eventlog'), ...feedCursorV1('eventlog')]) await runner.query(sql);
    await runner.query(`CREATE TABLE seen (event_id text PRIMARY KEY, at integer GENERATED ALWAYS AS IDENTITY)`);
    await runner.query(`GRANT SELECT, INSERT ON seen TO eventlog`);
  }
  async down(): Promise<void> {}
}

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await testDatabase({
    service: 'eventlog',
    migrate: async (url) => void (await migrate({ url, migrations: [Logs1763830000000] })),
  });
});
afterAll(() => test?.drop());
beforeEach(async () => {
  await test.reset();
  database = await openDatabase({ service: 'cases', url: test.appUrl, tables: [], poolSize: 20 });
});
afterEach(() => database.close());

const at = new Date('2026-03-02T10:00:00.000Z');
const closed = (subject: string, sequence = 1): NewEvent => ({
  type: 'courtesy.case.closed.v1',
  subject,
  sequence,
  time: at,
  data: { closedAt: at.toISOString() },
});
const parsed = (page: { events: readonly string[] }) => page.events.map((text) => JSON.parse(text) as CloudEvent);

/** Reads a log to its end by the given reader, as a consumer does. */
async function drain(from: string, read = readEventLog): Promise<{ ids: string[]; next: string }> {
  const ids: string[] = [];
  for (let after = from; ;) {
    const page = await read(database.manager, { after, limit: 50 });
    ids.push(...parsed(page).map((event) => event.subject));
    if (page.next === after) return { ids, next: after };
    after = page.next;
  }
}

/** Waits for what must come, as long as the test may: a writer in any database of the server holds back what began after it. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(50);
}

/** What everybody writes first, and what loses events. */
const readByPosition: typeof readEventLog = async (manager, { after, limit }) => {
  const rows = await manager.query<{ position: string; subject: string }[]>(
    `SELECT position, subject FROM event_log WHERE position > $1 ORDER BY position LIMIT $2`,
    [after.split('.')[1], limit],
  );
  return {
    events: rows.map((row) => JSON.stringify({ subject: row.subject })),
    next: rows.length > 0 ? `0.${rows.at(-1)?.position}` : after,
  };
};

describe('the event log', () => {
  it('tells events as CloudEvents, in order, and where to read on', async () => {
    await database.transaction(async (tx) => tx.emit(closed('case_a'), closed('case_b', 7)));
    const page = await readEventLog(database.manager, { after: '0.0', limit: 10 });
    const [first, second] = parsed(page);
    expect(first).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^\d+\.1$/),
      source: '/courtesy/cases',
      type: 'courtesy.case.closed.v1',
      subject: 'case_a',
      time: at.toISOString(),
      datacontenttype: 'application/json',
      sequence: 1,
      data: { closedAt: at.toISOString() },
    });
    expect(second).toMatchObject({ subject: 'case_b', sequence: 7, id: page.next });
  });

  it('keeps nothing of a transaction that failed', async () => {
    const failing = database.transaction(async (tx) => {
      tx.emit(closed('case_a'));
      throw new Error('after all');
    });
    await expect(failing).rejects.toThrow('after all');
    expect((await drain('0.0')).ids).toEqual([]);
  });

  it('keeps nothing of an attempt that failed within a transaction, and all that came before and after', async () => {
    await database.transaction(async (tx) => {
      tx.emit(closed('case_a'));
      const attempt = tx.attempt(async (nested) => {
        nested.emit(closed('case_b'));
        await nested.manager.query('SELECT 1 / 0');
      });
      await expect(attempt).rejects.toThrow('division by zero');
      await tx.attempt(async (nested) => nested.emit(closed('case_c')));
    });
    expect((await drain('0.0')).ids.length).toBe(2);
  });

  it('lets the service add and read, but never change or remove', async () => {
    await database.transaction(async (tx) => tx.emit(closed('case_a')));
    await expect(database.manager.query(`UPDATE event_log SET subject = 'x'`)).rejects.toThrow(/permission denied/);
    await expect(database.manager.query(`DELETE FROM event_log`)).rejects.toThrow(/permission denied/);
  });

  it('sends only the types asked for, and still says how far it has looked', async () => {
    await database.transaction(async (tx) => tx.emit(closed('case_a'), closed('case_b')));
    const types = ['courtesy.case.opened.v1'];
    const look = () => readEventLog(database.manager, { after: '0.0', limit: 10, types });
    await until(async () => (await look()).next !== '0.0');
    const page = await look();
    expect(page.events).toEqual([]);
    expect(page.next).toMatch(/^\d+\.2$/);
  });

  it('refuses a place that is no place', async () => {
    await expect(readEventLog(database.manager, { after: 'yesterday', limit: 1 })).rejects.toThrow(
      /not a place in this feed/,
    );
  });

  it('shows an event of a slow transaction that began first, though a quick one committed before it', async () => {
    const slow = new pg.Client({ connectionString: test.appUrl });
    await slow.connect();
    await slow.query('BEGIN');
    await slow.query(
      `INSERT INTO event_log (type, subject, sequence, source, occurred_at, data) VALUES ('t', 'slow', 1, 's', now(), '{}')`,
    );
    await database.transaction(async (tx) => tx.emit(closed('quick')));
    const early = await drain('0.0');
    const naive = await drain('0.0', readByPosition);
    await slow.query('COMMIT');
    await slow.end();
    await until(async () => (await drain('0.0')).ids.length === 2);
    expect([...early.ids, ...(await drain(early.next)).ids].sort()).toEqual(['quick', 'slow']);
    expect([...naive.ids, ...(await drain(naive.next, readByPosition)).ids]).toEqual(['quick']);
  });
});

describe('a feed under 8 writers, 2 % of them slow and 1 % rolled back', () => {
  const WRITERS = 8;
  const EACH = 150;

  /** Writes what every interleaving must show in the end, and returns it. */
  async function writeAll(): Promise<Set<string>> {
    const committed = new Set<string>();
    const writer = async (w: number) => {
      for (let i = 0; i < EACH; i += 1) {
        const subject = `w${w}-${i}`;
        const turn = (w * EACH + i) % 100;
        await database
          .transaction(async (tx) => {
            await appendEvents(tx.manager, '/courtesy/cases', [closed(subject)]);
            if (turn < 2) await new Promise((resolve) => setTimeout(resolve, 60));
            if (turn === 50) throw new Error('rolled back');
          })
          .then(() => committed.add(subject))
          .catch((error: Error) => expect(error.message).toBe('rolled back'));
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, w) => writer(w)));
    return committed;
  }

  it('loses none and doubles none', async () => {
    const feed = await openFeedServer(database, test.appUrl);
    const applied: string[] = [];
    const reaction: Reaction = {
      feed: 'cases',
      types: ['courtesy.case.closed.v1'],
      apply: async (tx, events) => {
        applied.push(...events.map((event) => event.subject));
        await tx.manager.query(`INSERT INTO seen (event_id) SELECT unnest($1::text[])`, [
          events.map((event) => event.id),
        ]);
      },
    };
    const fetch: FetchFeed = async ({ after, timeoutMs, signal }) => {
      const page = await feed.read({ after, limit: 20, timeoutMs, signal });
      return { events: parsed(page), next: page.next };
    };
    const errors: unknown[] = [];
    const reader = followFeed({ database, reaction, fetch, now: () => at, onError: (error) => errors.push(error) });
    const committed = await writeAll();
    for (let waited = 0; applied.length < committed.size && waited < 200; waited += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await reader.stop();
    await feed.close();
    expect(errors).toEqual([]);
    expect(committed.size).toBe(WRITERS * EACH - (WRITERS * EACH) / 100);
    expect(applied.length).toBe(committed.size);
    expect(new Set(applied)).toEqual(committed);
  });
});

describe('a reader of a feed', () => {
  const event = (id: string): CloudEvent => ({
    specversion: '1.0',
    id,
    source: '/courtesy/cases',
    type: 'courtesy.case.closed.v1',
    subject: 'case_a',
    time: at.toISOString(),
    datacontenttype: 'application/json',
    sequence: 1,
    data: { closedAt: at.toISOString() },
  });
  const remember: Reaction = {
    feed: 'elsewhere',
    types: ['courtesy.case.closed.v1'],
    apply: async (tx, events) => {
      await tx.manager.query(`INSERT INTO seen (event_id) SELECT unnest($1::text[])`, [events.map((each) => each.id)]);
    },
  };
  const seen = async () =>
    (await database.manager.query<{ event_id: string }[]>(`SELECT event_id FROM seen ORDER BY at`)).map(
      (row) => row.event_id,
    );

  it('applies a page once, however often and however many instances apply it', async () => {
    const page = { from: '0.0', next: '5.1', events: [event('5.1')], now: at };
    const tries = await Promise.all([1, 2, 3].map(() => applyPage(database, remember, page)));
    expect(tries.filter(Boolean)).toHaveLength(1);
    expect(await applyPage(database, remember, page)).toBe(false);
    expect(await seen()).toEqual(['5.1']);
    expect(await feedPositions(database)).toEqual([{ feed: 'elsewhere', place: '5.1', readAt: at }]);
  });

  it('moves its cursor only together with the effect', async () => {
    const failing: Reaction = {
      ...remember,
      apply: async (tx, events) => remember.apply(tx, events).then(() => Promise.reject(new Error('no'))),
    };
    await expect(
      applyPage(database, failing, { from: '0.0', next: '5.1', events: [event('5.1')], now: at }),
    ).rejects.toThrow('no');
    expect(await seen()).toEqual([]);
    expect(await feedPositions(database)).toEqual([]);
  });

  it('tries again after a failure, and keeps the order', async () => {
    let calls = 0;
    const fetch: FetchFeed = async ({ after, signal }) => {
      calls += 1;
      if (calls === 2) throw new Error('the service is away');
      if (calls > 4) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      const next = `${Number(after.split('.')[0]) + 1}.1`;
      return { events: [event(next)], next };
    };
    const errors: unknown[] = [];
    const reader = followFeed({
      database,
      reaction: remember,
      fetch,
      now: () => at,
      onError: (error) => errors.push(error),
    });
    while (calls < 5) await new Promise((resolve) => setTimeout(resolve, 20));
    await reader.stop();
    expect(await seen()).toEqual(['1.1', '2.1', '3.1']);
    expect(errors).toHaveLength(1);
  });
});

describe('a feed that is waited on', () => {
  it('answers at the commit, not at the end of the wait', async () => {
    const feed = await openFeedServer(database, test.appUrl);
    const waiting = feed.read({ after: '0.0', limit: 10, timeoutMs: 20_000 });
    await database.transaction(async (tx) => tx.emit(closed('case_a')));
    expect(parsed(await waiting)).toMatchObject([{ subject: 'case_a' }]);
    await feed.close();
  });

  it('answers with nothing when the wait is over, and when the caller hangs up', async () => {
    const feed = await openFeedServer(database, test.appUrl);
    expect(await feed.read({ after: '0.0', limit: 10, timeoutMs: 10 })).toEqual({ events: [], next: '0.0' });
    const gone = new AbortController();
    const waiting = feed.read({ after: '0.0', limit: 10, timeoutMs: 20_000, signal: gone.signal });
    gone.abort();
    expect(await waiting).toEqual({ events: [], next: '0.0' });
    await feed.close();
  });
});
