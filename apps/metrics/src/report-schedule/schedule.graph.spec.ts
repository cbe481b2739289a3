import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ResourceHost } from '@courtesy/subgraph';
import { caller, idsAt } from '@courtesy/subgraph/spec-service';
import { pino } from 'pino';
import { startMailServer, type MailServer } from '../../test/mail-server.ts';
import { ask, caseOpened, clock, read, startWorld, type World } from '../../test/metrics-world.ts';
import { runDueReport } from './delivering.commands.ts';

const manager = caller('MANAGER', { reach: 'ALL', personId: 'pers_00000001' });
const siteManager = caller('MANAGER', { siteId: 'site_00000001', reach: 'SITE' });
const elsewhere = caller('MANAGER', { siteId: 'site_00000002', reach: 'SITE' });

let mail: MailServer;
let sending: Record<string, string>;
let world: World;
let silent: World;
beforeAll(async () => {
  mail = await startMailServer();
  sending = { MAIL_SMTP_URL: mail.url, MAIL_FROM: 'reports@example.org' };
  [world, silent] = [await startWorld('UTC', sending), await startWorld()];
});
afterAll(async () => {
  await Promise.all([world?.close(), silent?.close()]);
  await mail?.close();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  [mail.delivered, mail.refusals] = [[], {}];
  await Promise.all([world.reset(), silent.reset()]);
});

type Answer = Record<string, unknown> & { readonly __typename: string; readonly code?: string };

async function verb<T = Answer>(
  of: World,
  name: string,
  input: object,
  { fields = '', actor = manager }: { readonly fields?: string; readonly actor?: typeof manager } = {},
): Promise<T> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on UserError { code } ${fields} } }`;
  return (await ask<Record<string, T>>(of, query, { input }, actor))[name] as T;
}

const monthly = { key: 'monthly-service', rhythm: 'MONTHLY', day: 3, time: '07:30' };
const SCHEDULED = '... on ReportScheduled { schedule { id nextAt version recipients } }';
interface Scheduled {
  readonly schedule: { readonly id: string; readonly nextAt: string; readonly version: number };
}

interface Run {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly sendings: readonly {
    readonly address: string;
    readonly state: string;
    readonly attempts: number;
    readonly lastError: string | null;
    readonly tries: readonly { readonly outcome: string; readonly fault: string | null }[];
  }[];
}
const RUNS = `{ reportRuns { nodes { id from to runAt sendings { address state attempts lastError sentAt tries { at outcome fault } } } } }`;
const runsOf = async (of: World) =>
  (await ask<{ reportRuns: { nodes: Run[] } }>(of, RUNS, {}, manager)).reportRuns.nodes;

/** Waits until the service, which works by itself, has come so far. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 300; i += 1) {
    if (await holds()) return;
    await delay(20);
  }
  throw new Error('It never came to hold');
}
const states = async (of: World) => (await runsOf(of)).flatMap(({ sendings }) => sendings.map(({ state }) => state));
const triesOf = async (of: World) =>
  (await runsOf(of)).flatMap(({ sendings }) =>
    sendings.map(({ address, tries }) => [address, ...tries.map((each) => `${each.outcome} ${each.fault}`)]),
  );
const allAre = (of: World, state: string) =>
  until(async () => (await states(of)).every((each) => each === state) && (await runsOf(of)).length > 0);

describe('a report that is run by itself', () => {
  it('is frozen once when its time has come, over the month that is over, and mailed to each recipient once', async () => {
    await read(world, 'cases', [caseOpened('case_1', { openedAt: '2026-02-10T10:00:00.000Z' })]);
    const recipients = ['Board@example.org', 'chair@example.org', 'board@example.org '];
    const { schedule } = await verb<Scheduled>(
      world,
      'scheduleReport',
      { ...monthly, recipients },
      { fields: SCHEDULED },
    );
    expect(schedule).toMatchObject({
      ...{ nextAt: '2026-03-03T07:30:00.000Z', version: 1, recipients: ['board@example.org', 'chair@example.org'] },
    });
    clock.set('2026-03-03T07:29:59.000Z');
    await delay(100);
    expect(await runsOf(world)).toEqual([]);
    clock.set('2026-03-03T07:30:00.000Z');
    // The service is at it by itself; these are two processes more.
    const host = {
      ...{ database: world.service.database, now: clock, newId: idsAt(clock), log: pino({ level: 'silent' }) },
      config: { REPORTING_TIME_ZONE: 'UTC', REPORTING_CURRENCY: 'GBP', ...sending },
    } as unknown as ResourceHost;
    await Promise.all([runDueReport(host), runDueReport(host)]);
    await allAre(world, 'SENT');
    const [run, ...others] = await runsOf(world);
    expect(others).toEqual([]);
    expect(run).toMatchObject({ from: '2026-02-01', to: '2026-03-01', sendings: [{ attempts: 1 }, { attempts: 1 }] });
    expect(mail.delivered.map(({ to }) => to).sort()).toEqual(['board@example.org', 'chair@example.org']);
    const [{ source } = { source: '' }] = mail.delivered;
    expect(source).toContain('Subject: Monthly service report, 2026-02-01 to 2026-03-01');
    expect(source).toContain('filename=monthly-service-report-2026-02-01.pdf');
    expect(source).toContain('Auto-Submitted: auto-generated');
    const { reportSchedule } = await ask<{ reportSchedule: object }>(
      ...[world, `query ($id: ID!) { reportSchedule(id: $id) { nextAt version } }`, { id: schedule.id }, manager],
    );
    expect(reportSchedule).toEqual({ nextAt: '2026-04-03T07:30:00.000Z', version: 2 });
  });

  it('is run and on record as not sent where no mail server is configured', async () => {
    await verb(silent, 'scheduleReport', { ...monthly, recipients: ['board@example.org'] });
    clock.set('2026-03-03T07:30:00.000Z');
    await allAre(silent, 'NOT_CONFIGURED');
    expect(await runsOf(silent)).toMatchObject([{ sendings: [{ address: 'board@example.org', attempts: 0 }] }]);
    expect(mail.delivered).toEqual([]);
  });

  it('does not hold up others when it cannot be run, and is tried again an hour later', async () => {
    const recipients = ['board@example.org'];
    const sections = [{ key: 'all', title: 'All', blocks: [{ metricKey: 'cases.opened' }] }];
    await verb(world, 'defineReport', { key: 'broken', name: 'Broken', sections });
    await world.service.database.manager.query(
      `INSERT INTO report_definitions SELECT id || 'x', key, 2, name, replace(sections::text, 'cases.opened', 'no.such')::jsonb, defined_at, defined_by
       FROM report_definitions WHERE key = 'broken'`,
    );
    const broken = await verb<Scheduled>(
      world,
      'scheduleReport',
      { ...monthly, key: 'broken', time: '07:00', recipients },
      { fields: SCHEDULED },
    );
    await verb(world, 'scheduleReport', { ...monthly, recipients });
    clock.set('2026-03-03T07:30:00.000Z');
    await allAre(world, 'SENT');
    expect(await runsOf(world)).toHaveLength(1);
    const { reportSchedule } = await ask<{ reportSchedule: object }>(
      ...[world, `query ($id: ID!) { reportSchedule(id: $id) { nextAt } }`, { id: broken.schedule.id }, manager],
    );
    expect(reportSchedule).toEqual({ nextAt: '2026-03-03T08:30:00.000Z' });
  });

  it('is run no longer once its schedule has ended, and is for those who see all that it is about', async () => {
    const input = { ...monthly, recipients: ['board@example.org'] };
    const { schedule } = await verb<Scheduled>(world, 'scheduleReport', input, {
      fields: SCHEDULED,
      actor: siteManager,
    });
    const end = (actor = siteManager, more: object = {}) =>
      verb(world, 'endReportSchedule', { scheduleId: schedule.id, ...more }, { actor });
    expect(await end(elsewhere)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await end(siteManager, { expectedVersion: 2 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await end()).toMatchObject({ __typename: 'ReportScheduleEnded' });
    expect(await end()).toMatchObject({ code: 'REPORT_SCHEDULE_IS_ENDED' });
    clock.set('2026-04-04T07:30:00.000Z');
    await delay(100);
    expect(await runsOf(world)).toEqual([]);
    await expect(
      verb(world, 'scheduleReport', { ...input, siteId: 'site_00000002' }, { actor: siteManager }),
    ).rejects.toThrow(/sees all/);
    expect(await verb(world, 'scheduleReport', { ...input, key: 'no-such' })).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('what is scheduled, and whether it went out', () => {
  const LIST = '{ reportSchedules { nodes { key } } reportRuns { nodes { sendings { state tries { outcome } } } } }';
  const told = (act: Promise<unknown>) =>
    act.then(
      () => 'may',
      ({ message }: Error) => /FORBIDDEN/.exec(message)?.[0] ?? message,
    );

  it('is seen by those who run reports and those who sign them off, and changed by those who run them alone', async () => {
    const input = { ...monthly, recipients: ['board@example.org'] };
    await verb(silent, 'scheduleReport', input);
    clock.set('2026-03-03T07:30:00.000Z');
    await allAre(silent, 'NOT_CONFIGURED');
    const roles = ['CUSTOMER', 'AGENT', 'LEAD', 'MANAGER', 'REGIONAL', 'EXECUTIVE', 'ANALYST', 'ADMIN'] as const;
    for (const role of roles) {
      const actor = caller(role, { reach: 'ALL' });
      const came = [ask(silent, LIST, {}, actor), verb(silent, 'scheduleReport', input, { actor })].map(told);
      const runs = ['MANAGER', 'REGIONAL', 'ADMIN'].includes(role) ? 'may' : 'FORBIDDEN';
      expect([role, ...(await Promise.all(came))]).toEqual([role, role === 'EXECUTIVE' ? 'may' : runs, runs]);
    }
  });
});

const SENT = '... on ReportSent { run { sendings { address state } } }';
async function ran(): Promise<string> {
  const period = { from: '2026-02-01', to: '2026-03-01' };
  const input = { key: 'monthly-service', period };
  return (await verb<{ run: { id: string } }>(world, 'runReport', input, { fields: '... on ReportRan { run { id } }' }))
    .run.id;
}

describe('a run that is mailed by hand', () => {
  it('goes to nobody twice, and anew to whom it did not come', async () => {
    const runId = await ran();
    mail.refusals = { 'gone@example.org': 550 };
    const send = (...recipients: string[]) => verb(world, 'sendReport', { runId, recipients }, { fields: SENT });
    await send('board@example.org', 'gone@example.org');
    await until(async () => (await states(world)).join() === 'SENT,FAILED');
    expect((await runsOf(world))[0]?.sendings[1]).toMatchObject({
      attempts: 1,
      lastError: expect.stringContaining('550'),
    });
    mail.refusals = {};
    await send('board@example.org', 'gone@example.org', 'chair@example.org');
    await allAre(world, 'SENT');
    expect(mail.delivered.map(({ to }) => to).sort()).toEqual([
      ...['board@example.org', 'chair@example.org', 'gone@example.org'],
    ]);
    expect(await triesOf(world)).toEqual([
      ['board@example.org', 'SENT null'],
      ['chair@example.org', 'SENT null'],
      ['gone@example.org', 'FAILED REFUSED', 'SENT null'],
    ]);
  });

  it('is tried again after half a minute when a server takes nothing for now', async () => {
    const runId = await ran();
    mail.refusals = { 'board@example.org': 450 };
    await verb(world, 'sendReport', { runId, recipients: ['board@example.org'] });
    await until(async () => (await runsOf(world))[0]?.sendings[0]?.lastError?.includes('450') === true);
    expect(await states(world)).toEqual(['QUEUED']);
    mail.refusals = {};
    clock.advance(29_000);
    await delay(100);
    expect(mail.delivered).toEqual([]);
    clock.advance(1_000);
    await allAre(world, 'SENT');
    expect(mail.delivered).toHaveLength(1);
    expect((await runsOf(world))[0]?.sendings[0]?.tries).toEqual([
      { at: '2026-03-02T10:00:00.000Z', outcome: 'AGAIN', fault: 'NOT_NOW' },
      { at: '2026-03-02T10:00:30.000Z', outcome: 'SENT', fault: null },
    ]);
  });

  it('waits for no other letter that a server is slow to take', async () => {
    const slow = Promise.withResolvers<void>();
    mail.slowness = slow.promise;
    const runId = await ran();
    await verb(world, 'sendReport', { runId, recipients: ['slow@example.org'] });
    clock.advance(1_000);
    await verb(world, 'sendReport', { runId, recipients: ['board@example.org', 'chair@example.org'] });
    await until(async () => (await states(world)).join() === 'SENT,SENT,QUEUED');
    slow.resolve();
    await allAre(world, 'SENT');
    expect(mail.delivered).toHaveLength(3);
  });

  it('comes to nothing, and that is announced, when the eighth try never ended', async () => {
    const runId = await ran();
    mail.refusals = { 'board@example.org': 450 };
    await verb(world, 'sendReport', { runId, recipients: ['board@example.org'] });
    await until(async () => (await runsOf(world))[0]?.sendings[0]?.lastError?.includes('450') === true);
    const { manager: database } = world.service.database;
    await database.query('UPDATE report_sendings SET attempts = 8');
    mail.refusals = {};
    clock.advance(30_000);
    await allAre(world, 'FAILED');
    expect(mail.delivered).toEqual([]);
    const told = `SELECT data ->> 'state' AS state FROM event_log WHERE type = 'courtesy.report.sending-ended.v1'`;
    expect(await database.query(told)).toEqual([{ state: 'FAILED' }]);
    const between = Array.from({ length: 6 }, () => 'AGAIN NOT_TOLD');
    expect(await triesOf(world)).toEqual([['board@example.org', 'AGAIN NOT_NOW', ...between, 'FAILED NOT_TOLD']]);
    await verb(world, 'sendReport', { runId, recipients: ['board@example.org'] });
    await allAre(world, 'SENT');
    expect(await triesOf(world)).toEqual([['board@example.org', ...between, 'FAILED NOT_TOLD', 'SENT null']]);
    await expect(database.query('DELETE FROM report_tries')).rejects.toThrow(/permission denied/);
  });

  it('is one that the caller sees, and goes to addresses', async () => {
    const runId = await ran();
    const send = (recipients: string[], actor = manager) =>
      verb(world, 'sendReport', { runId, recipients }, { fields: '... on InvalidInput { problems { path } }', actor });
    expect(await send(['board@example.org'], siteManager)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await send(['nobody'])).toMatchObject({ problems: [{ path: 'recipients' }] });
    expect(await states(world)).toEqual([]);
  });
});
