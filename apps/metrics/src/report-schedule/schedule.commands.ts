import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import { onceRequest, sendsMail, type Context } from '@courtesy/subgraph';
import type { EndReportScheduleInput, ScheduleReportInput, SendReportInput } from '@courtesy/graph-types/metrics';
import { reportingZone } from '../metric/reporting-day.ts';
import { siteOf } from '../report/report.commands.ts';
import { lockRun, newestDefinition } from '../report/report.store.ts';
import {
  askedAgain,
  nextRunAfter,
  problemsOfRecipients,
  problemsOfSchedule,
  recipientsOf,
  type ReportSchedule,
  type ReportSending,
} from './schedule.ts';
import { addSchedule, addSendings, lockSchedule, lockSendings, saveSchedule, saveSendings } from './schedule.store.ts';

/** Announces how a schedule stands. */
export function emitSchedule(tx: Transaction, { id, key, siteId, nextAt, version }: ReportSchedule, time: Date): void {
  tx.emit({
    ...{ type: 'courtesy.report-schedule.changed.v1', subject: id, sequence: version, time },
    data: { key, siteId, nextAt: nextAt?.toISOString() ?? null },
  });
}

/** Lets a report be run by itself every week or month, and mailed. @throws a FORBIDDEN error for a caller who does not see all that it is about. */
export async function scheduleReport(context: Context, input: ScheduleReportInput) {
  const { actor, db, newId, now, config } = context;
  const siteId = siteOf(context, input.siteId);
  const problems = problemsOfSchedule(input);
  if (problems.length > 0) return invalidInput(problems);
  if (!(await newestDefinition(db.manager, input.key))) return notFound(input.key);
  return db.transaction((tx) =>
    once(tx, onceRequest(context, 'scheduleReport', input), async () => {
      const { key, rhythm, day, time } = input;
      const at = now();
      const schedule: ReportSchedule = {
        ...{ id: newId('rsch'), key, siteId, rhythm, day, time, recipients: recipientsOf(input.recipients) },
        ...{ nextAt: nextRunAfter(input, at, reportingZone(config)), setAt: at, setById: actor.personId ?? null },
        ...{ endedAt: null, version: 1 },
      };
      await addSchedule(tx.manager, schedule);
      emitSchedule(tx, schedule, at);
      return { type: 'ReportScheduled' as const, schedule };
    }),
  );
}

/** Lets a report be run by itself no longer. What was run and sent stays. */
export async function endReportSchedule({ actor, db, now }: Context, input: EndReportScheduleInput) {
  const { scheduleId, expectedVersion } = input;
  return db.transaction(async (tx) => {
    const current = await lockSchedule(tx.manager, actor, scheduleId);
    if (!current) return notFound(scheduleId);
    if (expectedVersion != null && expectedVersion !== current.version) return staleVersion(expectedVersion, current);
    if (current.endedAt) return { type: 'ReportScheduleIsEnded' as const, schedule: current };
    const at = now();
    const schedule: ReportSchedule = { ...current, nextAt: null, endedAt: at, version: current.version + 1 };
    await saveSchedule(tx.manager, schedule);
    emitSchedule(tx, schedule, at);
    return { type: 'ReportScheduleEnded' as const, schedule };
  });
}

/** What a sending is to begin with: queued, or on record as one that no server was there for. */
export function newSending(
  { newId, now, config }: Pick<Context, 'newId' | 'now' | 'config'>,
  asked: Pick<ReportSending, 'runId' | 'address' | 'askedById'>,
): ReportSending {
  const at = now();
  const isConfigured = sendsMail(config);
  return {
    ...{ id: newId('rsnd'), ...asked, state: isConfigured ? 'QUEUED' : 'NOT_CONFIGURED', attempts: 0 },
    ...{ nextTryAt: isConfigured ? at : null, lastError: null, askedAt: at, sentAt: null, version: 1 },
  };
}

/** Mails a run that the caller sees. Whoever got it, or is about to, does not get it twice; where it failed it is tried anew. */
export async function sendReport(context: Context, input: SendReportInput) {
  const { actor, db, now, config } = context;
  const { runId } = input;
  const problems = problemsOfRecipients(input.recipients);
  if (problems.length > 0) return invalidInput(problems);
  return db.transaction(async (tx) => {
    const run = await lockRun(tx.manager, actor, runId);
    if (!run) return notFound(runId);
    const wanted = recipientsOf(input.recipients);
    const known = await lockSendings(tx.manager, runId);
    const again = known.filter(({ address }) => wanted.includes(address));
    const changed = again.map((each) => askedAgain(each, sendsMail(config), now()));
    const first = wanted.filter((address) => !known.some((each) => each.address === address));
    const askedById = actor.personId ?? null;
    const added = first.map((address) => newSending(context, { runId, address, askedById }));
    await saveSendings(
      tx.manager,
      changed.filter((each, i) => each !== again[i]),
    );
    await addSendings(tx.manager, added);
    return { type: 'ReportSent' as const, run };
  });
}
