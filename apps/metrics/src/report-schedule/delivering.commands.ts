import { messageIdOf } from '@courtesy/kernel';
import { nextTry, tryNext, type Transaction, type TryEnd } from '@courtesy/persistence';
import {
  contextOfWork,
  dueWorker,
  MAIL_LANES,
  mailFaultOf,
  mailTries,
  openMailExit,
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
import { nextRunAfter, periodBefore, type ReportSchedule, type ReportSending, type ReportTry } from './schedule.ts';
import { emitSchedule, newSending } from './schedule.commands.ts';
import {
  addSendings,
  addTry,
  dueSchedule,
  lockUnchanged,
  nextRunAt,
  saveSchedule,
  saveSendings,
} from './schedule.store.ts';
import { reportSendingTable } from './schedule.table.ts';

/** How long a schedule waits whose report could not be run, in milliseconds. */
const PUT_OFF_MS = 3_600_000;

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

function triedAt(at: Date, end: TryEnd<void>): ReportTry {
  if (end.type === 'DONE') return { at, outcome: 'SENT', fault: null };
  return { at, outcome: end.type, fault: end.error === null ? 'NOT_TOLD' : mailFaultOf(end.error) };
}

/** Puts on record how a sending stands after a try, and announces its end. */
async function settle({ manager, emit }: Transaction, after: ReportSending, end: TryEnd<void>, time: Date) {
  const ended = { DONE: { state: 'SENT', sentAt: time }, FAILED: { state: 'FAILED' }, AGAIN: {} } as const;
  const changed: ReportSending = { ...after, ...ended[end.type], version: after.version + 1 };
  await saveSendings(manager, [changed]);
  await addTry(manager, changed, triedAt(time, end));
  if (changed.state === 'QUEUED') return;
  emit({
    ...{ type: 'courtesy.report.sending-ended.v1', subject: changed.id, sequence: changed.version, time },
    data: { runId: changed.runId, state: changed.state },
  });
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

async function send(host: ResourceHost, { transport, from }: MailExit, sending: ReportSending): Promise<void> {
  const context = contextOfWork(host, actorOf(sending.id), `report ${sending.id}`);
  const run = await context.load(reportRunsById, sending.runId, undefined);
  if (!run) throw new Error(`There is no run ${sending.runId}`);
  await transport.sendMail(await letterOf(context, run, sending, from));
}

/**
 * Mails the run that has been due the longest, if any; says how many. It is tried under one Message-ID however often: whoever got it twice, because this
 * process died between sending and saying so, can tell.
 */
export const sendDueReport = (host: ResourceHost, exit: MailExit): Promise<number> =>
  tryNext(host, {
    ...mailTries,
    table: reportSendingTable,
    attempt: (sending) => send(host, exit, sending),
    settle: (tx, after, end) => settle(tx, after, end, host.now()),
  });

/** Runs reports when their time has come, and mails them where a server is configured: one that takes long to run holds up no letter. */
export const reportDesk: Resource<DueWorker> = {
  name: 'report desk',
  open: async (host) => {
    const shared = { service: 'metrics', tables: host.tables };
    const runner = await dueWorker({
      ...{ ...shared, name: 'report desk', next: nextRunAt },
      take: ({ database }) => runDueReport({ ...host, database }),
    }).open(host);
    const exit = openMailExit(host.config);
    if (!exit) {
      host.log.info('no report is mailed: MAIL_SMTP_URL and MAIL_FROM are not both given');
      return runner;
    }
    const sender = await dueWorker({
      ...{ ...shared, name: 'report sender', lanes: MAIL_LANES },
      next: (manager) => nextTry(manager, reportSendingTable),
      take: ({ database }) => sendDueReport({ ...host, database }, exit),
    }).open(host);
    return {
      stop: async () => {
        await Promise.all([runner.stop(), sender.stop()]);
        exit.transport.close();
      },
    };
  },
  close: (worker) => worker.stop(),
};
