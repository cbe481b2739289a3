import { isIdOf, type Problem } from '@courtesy/kernel';
import type {
  IncidentDetailsInput,
  IncidentRecordKind,
  IncidentStanding,
  IncidentStatementInput,
  ReportingGround,
  WorkConnection,
} from '@courtesy/graph-types/cases';
import { MAX_SUBJECT, problemWithNote, problemWithText } from '../case/case.ts';
import { MAX_NAME } from '../case/opening.ts';
import { dutyOf } from './reporting-rule.ts';

/** One injury. */
export interface Injury {
  readonly bodyPart: string;
  readonly nature: string;
  /** Whether it is one of those that the regulations specify. */
  readonly specified: boolean;
}

/** Somebody who saw it. */
export interface Witness {
  readonly name: string;
  readonly contact: string | null;
  readonly statement: string | null;
}

/** What of a record only those may read who hold the scope `incident:medical`: who was hurt or ill, how, and who saw it. */
export interface IncidentDetails {
  readonly personName: string | null;
  readonly personContact: string | null;
  /** The customer it happened to; null when it was no customer, or nobody knows which. */
  readonly customerId: string | null;
  /** The person of the organisation it happened to. */
  readonly employeeId: string | null;
  readonly account: string;
  readonly workRelated: WorkConnection;
  readonly injuries: readonly Injury[];
  readonly treatment: string | null;
  readonly ambulanceCalledAt: Date | null;
  /** When the person was taken to a hospital; null when they were not. */
  readonly transferredAt: Date | null;
  readonly hospital: string | null;
  readonly isPrecaution: boolean;
  readonly hasDied: boolean;
  readonly daysUnfit: number | null;
  readonly witnesses: readonly Witness[];
  readonly ground: ReportingGround | null;
  readonly correctionReason: string | null;
}

/** One version of the record of an illness, an accident, a security matter or a near miss. Never changed: a correction is a version of its own. */
export interface IncidentRecord extends IncidentDetails {
  readonly id: string;
  /** The first version of it. */
  readonly rootId: string;
  /** From 1. */
  readonly version: number;
  readonly supersedesId: string | null;
  readonly kind: IncidentRecordKind;
  readonly siteId: string;
  readonly place: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly recorderId: string | null;
  readonly summary: string;
  readonly standing: IncidentStanding;
  readonly firstAiderId: string | null;
  readonly isDangerousOccurrence: boolean;
  /** The last day for the report to the regulator; null when none is due. */
  readonly reportDueOn: string | null;
}

/** That the regulator was told. */
export interface RegulatorReport {
  readonly id: string;
  readonly rootId: string;
  /** The version that was current then. */
  readonly recordId: string;
  /** By what the regulator knows it. */
  readonly reference: string;
  /** The last day for it, by what was on record then. */
  readonly dueOn: string;
  readonly reportedAt: Date;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly personId: string | null;
}

/** Something was put on record. */
export interface IncidentRecorded {
  readonly type: 'IncidentRecorded';
  readonly record: IncidentRecord;
}

/** A record was corrected. */
export interface IncidentRecordCorrected {
  readonly type: 'IncidentRecordCorrected';
  readonly record: IncidentRecord;
}

/** The version named is not the current one. Nothing was done. */
export interface IncidentRecordSuperseded {
  readonly type: 'IncidentRecordSuperseded';
  readonly current: IncidentRecord;
}

/** The regulator was told. */
export interface ReportedToRegulator {
  readonly type: 'ReportedToRegulator';
  readonly record: IncidentRecord;
  readonly report: RegulatorReport;
}

/** What is on record needs no report. */
export interface IncidentNotReportable {
  readonly type: 'IncidentNotReportable';
  readonly record: IncidentRecord;
}

/** The longest account, treatment or statement, in characters. */
export const MAX_ACCOUNT = 20_000;
/** The most injuries or witnesses of one record. */
export const MAX_LIST = 50;

const idProblem = (path: string, prefix: string, id: string | null | undefined): Problem[] =>
  id != null && !isIdOf(prefix, id) ? [{ path, message: `"${id}" is not the id of a ${prefix}` }] : [];

const tooMany = (path: string, list: readonly unknown[]): Problem[] =>
  list.length > MAX_LIST ? [{ path, message: `has ${list.length} items; at most ${MAX_LIST} are kept` }] : [];

const notAfter = (path: string, at: Date | null | undefined, now: Date): Problem[] =>
  at && at > now ? [{ path, message: 'lies in the future' }] : [];

function problemsOfLists({ injuries, witnesses }: IncidentDetailsInput) {
  return [
    ...tooMany('details.injuries', injuries ?? []),
    ...tooMany('details.witnesses', witnesses ?? []),
    ...(injuries ?? []).flatMap(({ bodyPart, nature }, i) => [
      problemWithText(`details.injuries[${i}].bodyPart`, bodyPart, MAX_NAME),
      problemWithText(`details.injuries[${i}].nature`, nature, MAX_NAME),
    ]),
    ...(witnesses ?? []).flatMap(({ name, contact, statement }, i) => [
      problemWithText(`details.witnesses[${i}].name`, name, MAX_NAME),
      problemWithNote(`details.witnesses[${i}].contact`, contact ?? '', MAX_NAME),
      problemWithNote(`details.witnesses[${i}].statement`, statement ?? '', MAX_ACCOUNT),
    ]),
  ].flatMap((problem) => problem ?? []);
}

function problemsOfDetails(details: IncidentDetailsInput, now: Date): Problem[] {
  const { personName, personContact, account, treatment, hospitalTransfer, daysUnfit } = details;
  const texts = [
    problemWithNote('details.personName', personName ?? '', MAX_NAME),
    problemWithNote('details.personContact', personContact ?? '', MAX_NAME),
    problemWithText('details.account', account, MAX_ACCOUNT),
    problemWithNote('details.treatment', treatment ?? '', MAX_ACCOUNT),
    problemWithNote('details.hospitalTransfer.hospital', hospitalTransfer?.hospital ?? '', MAX_NAME),
  ].flatMap((problem) => problem ?? []);
  const days =
    daysUnfit != null && daysUnfit < 0 ? [{ path: 'details.daysUnfit', message: 'is less than nothing' }] : [];
  return [
    ...texts,
    ...days,
    ...problemsOfLists(details),
    ...idProblem('details.customerId', 'cust', details.customerId),
    ...idProblem('details.employeeId', 'pers', details.employeeId),
    ...notAfter('details.ambulanceCalledAt', details.ambulanceCalledAt, now),
    ...notAfter('details.hospitalTransfer.at', hospitalTransfer?.at, now),
  ];
}

/** What is wrong with what somebody states; empty when nothing is. */
export function problemsOfStatement(statement: IncidentStatementInput, now: Date): Problem[] {
  const { place, summary, siteId, firstAiderId, occurredAt, details } = statement;
  const texts = [problemWithText('place', place, MAX_NAME), problemWithText('summary', summary, MAX_SUBJECT)];
  return [
    ...texts.flatMap((problem) => problem ?? []),
    ...idProblem('siteId', 'site', siteId),
    ...idProblem('firstAiderId', 'pers', firstAiderId),
    ...notAfter('occurredAt', occurredAt, now),
    ...problemsOfDetails(details, now),
  ].map(({ path, message }) => ({ path: `statement.${path}`, message }));
}

/** By whom, when and under which id something goes on record. */
export interface IncidentMark {
  readonly id: string;
  readonly at: Date;
  readonly by: string;
  readonly personId: string | null;
}

function detailsStated(details: IncidentDetailsInput) {
  const { hospitalTransfer } = details;
  return {
    personName: details.personName ?? null,
    personContact: details.personContact ?? null,
    customerId: details.customerId ?? null,
    employeeId: details.employeeId ?? null,
    account: details.account,
    workRelated: details.workRelated ?? ('UNKNOWN' as const),
    injuries: (details.injuries ?? []).map((each) => ({ ...each, specified: each.specified ?? false })),
    treatment: details.treatment ?? null,
    ambulanceCalledAt: details.ambulanceCalledAt ?? null,
    transferredAt: hospitalTransfer?.at ?? null,
    hospital: hospitalTransfer?.hospital ?? null,
    isPrecaution: hospitalTransfer?.isPrecaution ?? false,
    hasDied: details.hasDied ?? false,
    daysUnfit: details.daysUnfit ?? null,
    witnesses: (details.witnesses ?? []).map(({ name, contact = null, statement = null }) => ({
      ...{ name, contact, statement },
    })),
  };
}

/** The record of what somebody states, with the duty to report that follows from it. `earlier` is the version that it corrects, and `reason` why. */
export function recordStated(
  statement: IncidentStatementInput,
  mark: IncidentMark,
  correction: { readonly earlier: IncidentRecord; readonly reason: string } | null = null,
): IncidentRecord {
  const details = detailsStated(statement.details);
  const { kind, standing, occurredAt } = statement;
  const isDangerousOccurrence = statement.isDangerousOccurrence ?? false;
  const duty = dutyOf(
    {
      ...{ ...details, kind, standing, isDangerousOccurrence },
      hasSpecifiedInjury: details.injuries.some(({ specified }) => specified),
      wasTakenToHospital: details.transferredAt !== null,
    },
    occurredAt,
  );
  return {
    ...details,
    ...{ id: mark.id, recordedAt: mark.at, recordedBy: mark.by, recorderId: mark.personId },
    rootId: correction?.earlier.rootId ?? mark.id,
    version: (correction?.earlier.version ?? 0) + 1,
    supersedesId: correction?.earlier.id ?? null,
    correctionReason: correction?.reason ?? null,
    ...{ kind, standing, occurredAt, isDangerousOccurrence, siteId: statement.siteId, place: statement.place },
    ...{ summary: statement.summary, firstAiderId: statement.firstAiderId ?? null },
    ...{ ground: duty?.ground ?? null, reportDueOn: duty?.dueOn ?? null },
  };
}
