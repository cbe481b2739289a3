import { invalidInput, isIdOf, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import { type Context, onceRequest } from '@courtesy/subgraph';
import type {
  CorrectIncidentRecordInput,
  RecordIncidentInput,
  ReportToRegulatorInput,
} from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithText } from '../case/case.ts';
import { MAX_NAME } from '../case/opening.ts';
import {
  problemsOfStatement,
  recordStated,
  type IncidentMark,
  type IncidentNotReportable,
  type IncidentRecord,
  type IncidentRecordCorrected,
  type IncidentRecorded,
  type IncidentRecordSuperseded,
  type RegulatorReport,
  type ReportedToRegulator,
} from './incident-record.ts';
import {
  addIncidentRecord,
  addReport,
  currentOfRecord,
  findIncidentRecord,
  findReport,
  isRecordSuperseded,
} from './incident-record.store.ts';

const markOf = ({ actor, now, newId }: Context): IncidentMark => ({
  ...{ id: newId('irec'), at: now(), by: actor.subject, personId: actor.personId ?? null },
});

/** What is announced of a record: ids and nothing else, whoever listens. */
function recordEvent(type: 'recorded' | 'corrected', record: IncidentRecord): NewEvent {
  return {
    type: `courtesy.incident-record.${type}.v1`,
    ...{ subject: record.rootId, sequence: record.version, time: record.recordedAt },
    data: { recordId: record.id, siteId: record.siteId, recorderId: record.recorderId },
  };
}

/** Puts an illness, an accident, a security matter or a near miss on record, with the duty to report that follows from it. */
export async function recordIncident(
  context: Context,
  input: RecordIncidentInput,
): Promise<IncidentRecorded | InvalidInput | IdempotencyKeyReused> {
  const problems = problemsOfStatement(input.statement, context.now());
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction((tx) =>
    once(tx, onceRequest(context, 'recordIncident', input), async () => {
      const record = recordStated(input.statement, markOf(context));
      await addIncidentRecord(tx.manager, record);
      tx.emit(recordEvent('recorded', record));
      return { type: 'IncidentRecorded' as const, record };
    }),
  );
}

/** What can come of correcting a record. */
export type CorrectIncidentRecordOutcome =
  IncidentRecordCorrected | IncidentRecordSuperseded | NotFound | InvalidInput | IdempotencyKeyReused;

async function supersede(
  context: Context,
  tx: Transaction,
  input: CorrectIncidentRecordInput,
): Promise<CorrectIncidentRecordOutcome> {
  const earlier = await findIncidentRecord(tx.manager, context.actor, input.incidentRecordId);
  if (!earlier) return notFound(input.incidentRecordId);
  const current = await currentOfRecord(tx.manager, earlier.rootId);
  if (current.id !== earlier.id) return { type: 'IncidentRecordSuperseded', current };
  const record = recordStated(input.statement, markOf(context), { earlier, reason: input.reason });
  await addIncidentRecord(tx.manager, record);
  tx.emit(recordEvent('corrected', record));
  return { type: 'IncidentRecordCorrected', record };
}

/** Supersedes the current version of a record with a corrected one. The earlier one stays as it was, and the duty to report follows the new one. */
export async function correctIncidentRecord(
  context: Context,
  input: CorrectIncidentRecordInput,
): Promise<CorrectIncidentRecordOutcome> {
  const { db, actor } = context;
  const reason = problemWithText('reason', input.reason, MAX_REASON);
  const problems = [...(reason ? [reason] : []), ...problemsOfStatement(input.statement, context.now())];
  if (problems.length > 0) return invalidInput(problems);
  const request = onceRequest(context, 'correctIncidentRecord', input);
  try {
    return await db.transaction((tx) => once(tx, request, () => supersede(context, tx, input)));
  } catch (error) {
    const earlier = isRecordSuperseded(error)
      ? await findIncidentRecord(db.manager, actor, input.incidentRecordId)
      : null;
    if (!earlier) throw error;
    return { type: 'IncidentRecordSuperseded', current: await currentOfRecord(db.manager, earlier.rootId) };
  }
}

/** What can come of a report to the regulator. */
export type ReportToRegulatorOutcome =
  ReportedToRegulator | IncidentNotReportable | NotFound | InvalidInput | IdempotencyKeyReused;

function problemsOfReport({ incidentRecordId, reference, reportedAt }: ReportToRegulatorInput, now: Date) {
  const problems = [problemWithText('reference', reference, MAX_NAME)].flatMap((problem) => problem ?? []);
  if (!isIdOf('irec', incidentRecordId))
    problems.push({ path: 'incidentRecordId', message: `"${incidentRecordId}" is not the id of a record` });
  if (reportedAt && reportedAt > now) problems.push({ path: 'reportedAt', message: 'lies in the future' });
  return problems;
}

async function report(
  context: Context,
  tx: Transaction,
  { incidentRecordId, reference, reportedAt }: ReportToRegulatorInput,
): Promise<ReportToRegulatorOutcome> {
  const { actor, now, newId } = context;
  const named = await findIncidentRecord(tx.manager, actor, incidentRecordId);
  if (!named) return notFound(incidentRecordId);
  const record = await currentOfRecord(tx.manager, named.rootId);
  if (record.reportDueOn === null) return { type: 'IncidentNotReportable', record };
  const told: RegulatorReport = {
    ...{ id: newId('rrep'), rootId: record.rootId, recordId: record.id, reference: reference.trim() },
    ...{ dueOn: record.reportDueOn, reportedAt: reportedAt ?? now(), recordedAt: now(), recordedBy: actor.subject },
    personId: actor.personId ?? null,
  };
  if (!(await addReport(tx.manager, told))) {
    const known = await findReport(tx.manager, record.rootId, told.reference);
    return { type: 'ReportedToRegulator', record, report: known ?? told };
  }
  tx.emit({
    type: 'courtesy.incident-record.reported.v1',
    ...{ subject: record.rootId, sequence: record.version, time: told.recordedAt },
    data: { recordId: record.id, siteId: record.siteId, reportId: told.id },
  });
  return { type: 'ReportedToRegulator', record, report: told };
}

/** Puts on record that the regulator was told: under which reference, and when. The same reference again changes nothing. */
export async function reportToRegulator(
  context: Context,
  input: ReportToRegulatorInput,
): Promise<ReportToRegulatorOutcome> {
  const problems = problemsOfReport(input, context.now());
  if (problems.length > 0) return invalidInput(problems);
  const request = onceRequest(context, 'reportToRegulator', input);
  return context.db.transaction((tx) => once(tx, request, () => report(context, tx, input)));
}
