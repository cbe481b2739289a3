import { addDays, invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type {
  ApplicantOrigin,
  ApplicantStatus,
  RecordApplicationInput,
  RejectionReason,
} from '@courtesy/graph-types/workforce';
import { MAX_NAME, problemsOfId, problemsOfText } from '../directory/problems.ts';
import type { Opening, OpeningIsClosed } from '../opening/opening.ts';

/** Somebody who applied for an opening. Who they are is null once it was erased. */
export interface Applicant {
  readonly id: string;
  readonly openingId: string;
  readonly siteId: string;
  /** Their number among those of the opening, from 1. */
  readonly number: number;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly statement: string | null;
  readonly origin: ApplicantOrigin;
  readonly personId: string | null;
  readonly status: ApplicantStatus;
  readonly appliedAt: Date;
  /** When they were first shortlisted: from then on they have a name. */
  readonly namedAt: Date | null;
  /** The last day, `YYYY-MM-DD` in UTC, on which their data are kept; null while they may be hired. */
  readonly retainedUntil: string | null;
  readonly erasedAt: Date | null;
  readonly version: number;
}

/** One step of an applicant; never changed but for its note, which is erased with their data. */
export interface ApplicantStep {
  readonly id: string;
  readonly applicantId: string;
  readonly status: ApplicantStatus;
  readonly at: Date;
  readonly byId: string | null;
  readonly because: RejectionReason | null;
  readonly note: string | null;
}

interface Outcome<T extends string> {
  readonly type: T;
  readonly applicant: Applicant;
}

/** Somebody applied. */
export type ApplicationRecorded = Outcome<'ApplicationRecorded'>;
/** They applied for this before. */
export type AppliedBefore = Outcome<'AppliedBefore'>;
/** They are among those who are met. */
export type ApplicantShortlisted = Outcome<'ApplicantShortlisted'>;
/** They are not to be hired. */
export type ApplicantRejected = Outcome<'ApplicantRejected'>;
/** They do not want it any more. */
export type ApplicationWithdrawn = Outcome<'ApplicationWithdrawn'>;
/** It is on record who they became. */
export type StartRecorded = Outcome<'StartRecorded'>;
/** They are where this cannot be done with them. */
export type ApplicantIsElsewhere = Outcome<'ApplicantIsElsewhere'>;

/** Those who work here already come first. */
export interface InternalApplicantsFirst {
  readonly type: 'InternalApplicantsFirst';
  readonly until: Date;
  readonly waiting: readonly Applicant[];
}

/** The longest statement, in characters. */
export const MAX_STATEMENT = 20_000;
/** The longest note, in characters. */
export const MAX_NOTE = 2_000;
const MAX_PHONE = 50;
const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** What is wrong with a text that may be absent. */
export const problemsOfNote = (path: string, text: string | null | undefined, max: number): Problem[] =>
  text == null ? [] : problemsOfText(path, text, max);

/** What is wrong with an application in itself; nothing when it is right. */
export function problemsOfApplication(given: RecordApplicationInput): Problem[] {
  const isEmail = given.email == null || (EMAIL.test(given.email) && given.email.length <= 254);
  return [
    ...problemsOfText('name', given.name, MAX_NAME),
    ...(isEmail ? [] : [{ path: 'email', message: 'is not an e-mail address' }]),
    ...problemsOfNote('phone', given.phone, MAX_PHONE),
    ...problemsOfNote('statement', given.statement, MAX_STATEMENT),
    ...problemsOfId('personId', 'pers', given.personId),
  ];
}

/** Puts an application on record. `before` are those of the same opening by the same address or person. */
export function apply(
  given: RecordApplicationInput,
  around: { readonly opening: Opening; readonly before: readonly Applicant[]; readonly number: number },
  { id, at }: { readonly id: string; readonly at: Date },
): ApplicationRecorded | AppliedBefore | OpeningIsClosed {
  const { opening, before, number } = around;
  if (opening.closedAt) return { type: 'OpeningIsClosed', opening };
  if (before[0]) return { type: 'AppliedBefore', applicant: before[0] };
  const applicant: Applicant = {
    ...{ id, openingId: opening.id, siteId: opening.siteId, number, name: given.name.trim() },
    ...{ email: given.email ?? null, phone: given.phone ?? null, statement: given.statement ?? null },
    ...{ origin: given.personId ? 'INTERNAL' : (given.origin ?? 'EXTERNAL'), personId: given.personId ?? null },
    ...{ status: 'APPLIED', appliedAt: at, namedAt: null, retainedUntil: null, erasedAt: null, version: 1 },
  };
  return { type: 'ApplicationRecorded', applicant };
}

/** Whether their name may be known: always, but of an anonymous opening not before they are shortlisted. */
export const isNamed = ({ namedAt }: Applicant, { isAnonymous }: Opening): boolean => !isAnonymous || namedAt !== null;

const elsewhere = (applicant: Applicant): ApplicantIsElsewhere => ({ type: 'ApplicantIsElsewhere', applicant });

/** An applicant one step further. */
export const further = (current: Applicant, changes: Partial<Applicant>): Applicant => ({
  ...current,
  ...changes,
  version: current.version + 1,
});

/** Puts somebody among those who are met. While those who work here come first, nobody else is as long as one of them waits. */
export function shortlist(
  current: Applicant,
  around: { readonly opening: Opening; readonly waiting: readonly Applicant[] },
  at: Date,
): ApplicantShortlisted | ApplicantIsElsewhere | InternalApplicantsFirst {
  if (current.status !== 'APPLIED') return elsewhere(current);
  const until = around.opening.internalFirstUntil;
  if (until && at < until && current.origin !== 'INTERNAL' && around.waiting.length > 0)
    return { type: 'InternalApplicantsFirst', until, waiting: around.waiting };
  return { type: 'ApplicantShortlisted', applicant: further(current, { status: 'SHORTLISTED', namedAt: at }) };
}

/** The last day on which data are kept that are of no use from an instant on. */
export const retainedUntil = (opening: Opening, at: Date): string =>
  addDays(at.toISOString().slice(0, 10), opening.retentionDays);

const OPEN: readonly ApplicantStatus[] = ['APPLIED', 'SHORTLISTED'];

/** Decides that somebody is not to be hired. Whoever holds an offer has to answer it, or have it withdrawn, first. */
export function reject(
  current: Applicant,
  opening: Opening,
  why: { readonly because: RejectionReason; readonly note?: string | null | undefined; readonly at: Date },
): ApplicantRejected | ApplicantIsElsewhere | InvalidInput {
  const problems = problemsOfNote('note', why.note, MAX_NOTE);
  if (why.because === 'OTHER' && why.note == null) problems.push({ path: 'note', message: 'is absent; say why' });
  if (problems.length > 0) return invalidInput(problems);
  if (!OPEN.includes(current.status)) return elsewhere(current);
  const changes = { status: 'REJECTED', retainedUntil: retainedUntil(opening, why.at) } as const;
  return { type: 'ApplicantRejected', applicant: further(current, changes) };
}

/** Records that somebody does not want the work any more. */
export function withdraw(current: Applicant, opening: Opening, at: Date): ApplicationWithdrawn | ApplicantIsElsewhere {
  if (!OPEN.includes(current.status)) return elsewhere(current);
  const changes = { status: 'WITHDRAWN', retainedUntil: retainedUntil(opening, at) } as const;
  return { type: 'ApplicationWithdrawn', applicant: further(current, changes) };
}

/** Records who a hired applicant is in the directory. */
export const start = (current: Applicant, personId: string): StartRecorded | ApplicantIsElsewhere =>
  current.status === 'HIRED'
    ? { type: 'StartRecorded', applicant: further(current, { personId }) }
    : elsewhere(current);

/** The same applicant without anything that says who they are. What they were asked and scored stays as figures. */
export const erased = (current: Applicant, at: Date): Applicant =>
  further(current, { name: null, email: null, phone: null, statement: null, personId: null, erasedAt: at });
