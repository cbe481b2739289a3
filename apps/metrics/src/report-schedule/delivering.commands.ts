import { isForNow, MAX_ATTEMPTS, messageIdOf, nextTryAfter } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import {
  contextOfWork,
  dueWorker,
  openMailExit,
  responseCodeOf,
  type Actor,
  type Context,
  type DueWorker,
  type MailExit,
  type Resource,
  type ResourceHost,
} from '@courtesy/subgraph';
import { reportingDay, reportingZone } from '../metric/reporting-day.ts';
import { fileNameOf, fileOf, frozenRun } from '../report/report.commands.ts';
import { addRun, newestDefinition, reportRunsById } from '../report/report.store.ts';
import type { ReportRun } from '../report/report.ts';
import { nextRunAfter, periodBefore, type ReportSchedule, type ReportSending } from './schedule.ts';
import { emitSchedule, newSending } from './schedule.commands.ts';
import {
  addSendings,
  dueSchedule,
  lockSending,
  lockUnchanged,
  nextDue,
  saveSchedule,
  saveSendings,
  takeDueSending,
} from './schedule.store.ts';

/** How long a sending is one process's to try, in milliseconds: after it, that process is taken for dead. */
const LEASE_MS = 120_000;
/** How long a schedule waits whose report could not be run, in milliseconds. */
const PUT_OFF_MS = 3_600_000;
const MAX_ERROR = 2_000;

const actorOf = (id: string): Actor => ({ subject: `schedule:${id}`, role: 'SERVICE', reach: 'ALL', scopes: [] });

/**
 * Runs the report whose schedule has been due the longest, if any; says how many. Worked out before anything is written; on record with its recipients
 * and the next time in one transaction, so that of two processes one runs it. Times that were missed while nothing ran are not made up for: the
 * report tells of the last stretch of time that is over.
 */
export async function runDueReport(host: ResourceHost): Promise<number> {
  const due = await dueSchedule(host.database.manager, host.now());
  if (!due) return 0;
  try {
    return await runBySchedule(host, due);
  } catch (error) {
    // One that cannot be run does not hold up the others.
    host.log.warn(
      { err: error, schedule: due.id },
      `${due.key} could not be run by its schedule; trying again in an hour`,
    );
    return putOff(host, due);
  }
}

async function runNextAt(tx: Transaction, current: ReportSchedule, nextAt: Date, at: Date): Promise<void> {
  const next: ReportSchedule = { ...current, nextAt, version: current.version + 1 };
  await saveSchedule(tx.manager, next);
  emitSchedule(tx, next, at);
}

const putOff = ({ database, now }: ResourceHost, due: ReportSchedule): Promise<number> =>
  database.transaction(async (tx) => {
    const current = await lockUnchanged(tx.manager, due);
    if (!current) return 0;
    const at = now();
    await runNextAt(tx, current, new Date(at.getTime() + PUT_OFF_MS), at);
    return 1;
  });

async function runBySchedule(host: ResourceHost, due: ReportSchedule): Promise<number> {
  const { database } = host;
  const context = contextOfWork(host, actorOf(due.id), `schedule ${due.id}`);
  const zone = reportingZone(context.config);
  const at = context.now();
  const definition = await newestDefinition(database.manager, due.key);
  if (!definition) throw new Error(`There is no report ${due.key} any more`);
  const period = periodBefore(due, reportingDay(at, zone));
  const run = await frozenRun(context, definition, { period, siteId: due.siteId });
  return database.transaction(async (tx) => {
    const current = await lockUnchanged(tx.manager, due);
    if (!current) return 0;
    await addRun(tx.manager, run);
    const asked = (address: string) => newSending(context, { runId: run.id, address, askedById: null });
    await addSendings(tx.manager, current.recipients.map(asked));
    await runNextAt(tx, current, nextRunAfter(current, at, zone), at);
    return 1;
  });
}

/** Says how far a sending has come, and announces its end. */
async function change(tx: Transaction, current: ReportSending, to: Partial<ReportSending>, time: Date): Promise<void> {
  const changed: ReportSending = { ...current, ...to, version: current.version + 1 };
  await saveSendings(tx.manager, [changed]);
  if (changed.state === 'QUEUED') return;
  tx.emit({
    ...{ type: 'courtesy.report.sending-ended.v1', subject: changed.id, sequence: changed.version, time },
    data: { runId: changed.runId, state: changed.state },
  });
}

/** Puts on record that a sending is about to be tried: a process that dies now has left word. */
const claim = (host: ResourceHost): Promise<ReportSending | null> =>
  host.database.transaction(async (tx) => {
    const at = host.now();
    const due = await takeDueSending(tx.manager, at);
    if (!due) return null;
    if (due.attempts >= MAX_ATTEMPTS) {
      // Whoever tried it last did not live to say what became of it.
      const lastError = due.lastError ?? 'The last try did not end.';
      await change(tx, due, { state: 'FAILED', nextTryAt: null, lastError }, at);
      return null;
    }
    const nextTryAt = new Date(at.getTime() + LEASE_MS);
    const claimed = { ...due, attempts: due.attempts + 1, nextTryAt, version: due.version + 1 };
    await saveSendings(tx.manager, [claimed]);
    return claimed;
  });

/** Ends a try, unless somebody else has ended it meanwhile. */
const settle = (host: ResourceHost, claimed: ReportSending, end: Partial<ReportSending>): Promise<void> =>
  host.database.transaction(async (tx) => {
    const current = await lockSending(tx.manager, claimed.id);
    if (current?.state !== 'QUEUED' || current.version !== claimed.version) return;
    await change(tx, current, end, host.now());
  });

function failureOf(error: unknown, { attempts }: ReportSending, now: Date): Partial<ReportSending> {
  const lastError = (error instanceof Error ? error.message : String(error)).slice(0, MAX_ERROR);
  const again = isForNow(responseCodeOf(error)) && attempts < MAX_ATTEMPTS;
  return again
    ? { lastError, nextTryAt: nextTryAfter(attempts, now) }
    : { lastError, state: 'FAILED', nextTryAt: null };
}

async function letterOf(context: Context, run: ReportRun, { id, address }: ReportSending, from: string) {
  const { bytes } = await fileOf(context, run, 'PDF');
  const signed = run.signedAt === null ? 'It is not signed off.' : 'It is signed off.';
  return {
    ...{ from, to: address, subject: `${run.name}, ${run.from} to ${run.to}`, messageId: messageIdOf(id, from) },
    text: `${run.name} for the days from ${run.from} until before ${run.to} is attached. ${signed}\n`,
    attachments: [{ filename: fileNameOf(run, 'PDF'), content: bytes, contentType: 'application/pdf' }],
    // Others must be able to tell a machine's word (RFC 3834, 5).
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

/**
 * Mails the run that has been due the longest, if any; says how many. It is tried under one Message-ID however often: whoever got it twice, because this
 * process died between sending and saying so, can tell.
 */
export async function sendDueReport(host: ResourceHost, { transport, from }: MailExit): Promise<number> {
  const claimed = await claim(host);
  if (!claimed) return 0;
  const context = contextOfWork(host, actorOf(claimed.id), `report ${claimed.id}`);
  try {
    const run = await context.load(reportRunsById, claimed.runId, undefined);
    if (!run) throw new Error(`There is no run ${claimed.runId}`);
    await transport.sendMail(await letterOf(context, run, claimed, from));
  } catch (error) {
    await settle(host, claimed, failureOf(error, claimed, host.now()));
    return 1;
  }
  await settle(host, claimed, { state: 'SENT', nextTryAt: null, lastError: null, sentAt: host.now() });
  return 1;
}

/** Runs reports when their time has come, and mails them where a server is configured. */
export const reportDesk: Resource<DueWorker> = {
  name: 'report desk',
  open: async (host) => {
    const exit = openMailExit(host.config);
    if (!exit) host.log.info('no report is mailed: MAIL_SMTP_URL and MAIL_FROM are not both given');
    const worker = await dueWorker({
      ...{ name: 'report desk', service: 'metrics', tables: host.tables },
      next: (manager) => nextDue(manager, exit !== null),
      take: async ({ database }) => {
        const desk = { ...host, database };
        return (await runDueReport(desk)) + (exit ? await sendDueReport(desk, exit) : 0);
      },
    }).open(host);
    return {
      stop: async () => {
        await worker.stop();
        exit?.transport.close();
      },
    };
  },
  close: (worker) => worker.stop(),
};
