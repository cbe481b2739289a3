import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  RecordApplicationInput,
  RecordStartInput,
  RejectApplicantInput,
  RejectionReason,
  ShortlistApplicantInput,
  WithdrawApplicationInput,
} from '@courtesy/graph-types/workforce';
import { lockOpening } from '../opening/opening.store.ts';
import type { Opening } from '../opening/opening.ts';
import { lockPersonShared } from '../person/person.store.ts';
import { requireSite } from '../directory/access.commands.ts';
import {
  apply,
  MAX_NOTE,
  problemsOfApplication,
  problemsOfNote,
  reject,
  shortlist,
  start,
  withdraw,
  type Applicant,
  type ApplicantStep,
} from './applicant.ts';
import {
  addApplicant,
  addStep,
  lockApplicant,
  nextNumber,
  sameApplicants,
  saveApplicant,
  waitingInsiders,
} from './applicant.store.ts';

/** What others are told of an applicant: how far they have come, never who they are. */
const applicantEvent = (applicant: Applicant, time: Date): NewEvent => ({
  ...{ type: 'courtesy.applicant.moved.v1', subject: applicant.id, sequence: applicant.version, time },
  data: {
    ...{ openingId: applicant.openingId, siteId: applicant.siteId },
    ...{ status: applicant.status, origin: applicant.origin },
  },
});

/** Why a step was taken. */
export interface StepReason {
  readonly because?: RejectionReason | undefined;
  readonly note?: string | null | undefined;
}

/** Puts a step of an applicant on record, and announces it. The applicant is as they are with it, and saved. */
export async function recordStep(
  context: Context,
  tx: Transaction,
  applicant: Applicant,
  { because, note }: StepReason = {},
): Promise<void> {
  const at = context.now();
  const step: ApplicantStep = {
    ...{ id: context.newId('step'), applicantId: applicant.id, status: applicant.status, at },
    ...{ byId: context.actor.personId ?? null, because: because ?? null, note: note ?? null },
  };
  await addStep(tx.manager, step);
  tx.emit(applicantEvent(applicant, at));
}

/** Puts an application on record. */
export async function recordApplication(context: Context, input: RecordApplicationInput) {
  const problems = problemsOfApplication(input);
  if (problems.length > 0) return invalidInput(problems);
  const at = context.now();
  const request = { key: input.idempotencyKey, operation: 'recordApplication', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: at }, async () => {
      const person = input.personId ? await lockPersonShared(tx.manager, input.personId) : null;
      if (input.personId && !person) return notFound(input.personId);
      const opening = await lockOpening(tx.manager, input.openingId);
      if (!opening) return notFound(input.openingId);
      await requireSite(context, tx, opening.siteId);
      const before = await sameApplicants(tx.manager, opening.id, input);
      const number = await nextNumber(tx.manager, opening.id);
      const outcome = apply(input, { opening, before, number }, { id: context.newId('appl'), at });
      if (outcome.type !== 'ApplicationRecorded') return outcome;
      await addApplicant(tx.manager, outcome.applicant);
      await recordStep(context, tx, outcome.applicant);
      return outcome;
    }),
  );
}

interface ApplicantRequest {
  readonly applicantId: string;
  readonly expectedVersion?: number | null | undefined;
}

interface Decided {
  readonly type: string;
  readonly applicant?: Applicant;
}

/** The one way of a change: lock the opening and the applicant, let the domain decide, save, put the step on record. */
function changeApplicant<O extends Decided>(
  context: Context,
  { applicantId, expectedVersion, ...why }: ApplicantRequest & StepReason,
  decide: (current: Applicant, opening: Opening, tx: Transaction) => O | Promise<O>,
): Promise<O | NotFound | StaleVersion<Applicant>> {
  return context.db.transaction(async (tx) => {
    const current = await lockApplicant(tx.manager, context.actor, applicantId);
    const opening = current && (await lockOpening(tx.manager, current.openingId));
    if (!current || !opening) return notFound(applicantId);
    await requireSite(context, tx, current.siteId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = await decide(current, opening, tx);
    const { applicant } = outcome;
    if (!applicant || applicant.version === current.version) return outcome;
    await saveApplicant(tx.manager, applicant);
    await recordStep(context, tx, applicant, why);
    return outcome;
  });
}

const wrongNote = (note: string | null | undefined): InvalidInput | null => {
  const problems = problemsOfNote('note', note, MAX_NOTE);
  return problems.length > 0 ? invalidInput(problems) : null;
};

/** Puts somebody among those who are met. */
export async function shortlistApplicant(context: Context, input: ShortlistApplicantInput) {
  return (
    wrongNote(input.note) ??
    changeApplicant(context, input, async (current, opening, tx) =>
      shortlist(current, { opening, waiting: await waitingInsiders(tx.manager, opening.id) }, context.now()),
    )
  );
}

/** Decides that somebody is not to be hired. */
export const rejectApplicant = (context: Context, input: RejectApplicantInput) =>
  changeApplicant(context, input, (current, opening) => reject(current, opening, { ...input, at: context.now() }));

/** Records that somebody does not want the work any more. */
export async function withdrawApplication(context: Context, input: WithdrawApplicationInput) {
  return (
    wrongNote(input.note) ??
    changeApplicant(context, input, (current, opening) => withdraw(current, opening, context.now()))
  );
}

/** Records who a hired applicant is in the directory. */
export const recordStart = (context: Context, input: RecordStartInput) =>
  changeApplicant(context, input, async (current, _, tx) => {
    const person = await lockPersonShared(tx.manager, input.personId);
    return person ? start(current, person.id) : notFound(input.personId);
  });
