import { invalidInput, notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import { type Context, forbidden } from '@courtesy/subgraph';
import type {
  CancelMeetingInput,
  HoldMeetingInput,
  PlanMeetingInput,
  RecordDecisionInput,
  WriteMinutesInput,
} from '@courtesy/graph-types/workforce';
import { requireReach } from '../directory/access.commands.ts';
import { nothingThere, problemsOfText } from '../directory/problems.ts';
import { findPeople } from '../person/person.store.ts';
import { findSites } from '../site/site.store.ts';
import { findTeams } from '../team/team.store.ts';
import {
  agendaOf,
  attendanceOf,
  cancel,
  hold,
  MAX_TEXT,
  problemsOfPlan,
  type Meeting,
  type MeetingDecision,
} from './meeting.ts';
import {
  addDecision,
  addMeeting,
  addMinutes,
  countMinutes,
  findAgenda,
  findAttendees,
  findDecision,
  findMeeting,
  findSuccessor,
  lockMeeting,
  saveAttendance,
  saveMeeting,
} from './meeting.store.ts';

const changedEvent = (meeting: Meeting, time: Date): NewEvent => ({
  ...{ type: 'courtesy.meeting.changed.v1', subject: meeting.id, sequence: meeting.version, time },
  data: {
    ...{ kind: meeting.kind, siteId: meeting.siteId, teamId: meeting.teamId, organiserId: meeting.organiserId },
    ...{ status: meeting.status, startsAt: meeting.startsAt.toISOString(), endsAt: meeting.endsAt.toISOString() },
  },
});

/** Who keeps a meeting: a person. Throws FORBIDDEN for a caller who is none. */
export function whoKeeps({ actor }: Pick<Context, 'actor'>): string {
  if (!actor.personId) throw forbidden('Only a person keeps meetings.');
  return actor.personId;
}

/** Where a meeting is to be; null when the team or site is not there. Throws FORBIDDEN where the caller does not see all of it. */
export async function placeOf(
  context: Context,
  tx: Transaction,
  { siteId, teamId }: Pick<PlanMeetingInput, 'siteId' | 'teamId'>,
) {
  const team = teamId == null ? null : (await findTeams(tx.manager, [teamId])).get(teamId);
  const at = team?.siteId ?? siteId;
  const site = at == null ? undefined : (await findSites(tx.manager, [at])).get(at);
  if (!site) return null;
  requireReach(context, { regionId: site.regionId, siteId: site.id, ...(team && { teamId: team.id }) });
  return { siteId: site.id, teamId: team?.id ?? null };
}

/** Why these people cannot be asked; null when they can. */
async function refusalOfAsked(tx: Transaction, ids: readonly string[]) {
  const people = await findPeople(tx.manager, ids);
  const missing = ids.filter((id) => !people.has(id));
  if (missing.length > 0) return invalidInput(missing.map((id) => nothingThere('attendeeIds', id)));
  const gone = [...people.values()].find(({ leftAt }) => leftAt);
  return gone ? { type: 'PersonHasLeft' as const, person: gone } : null;
}

/** Plans a meeting with its agenda. */
export function planMeeting(context: Context, input: PlanMeetingInput) {
  const now = context.now();
  const organiserId = whoKeeps(context);
  const request = { key: input.idempotencyKey, operation: 'planMeeting', subject: context.actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const problems = problemsOfPlan(input);
      if (problems.length > 0) return invalidInput(problems);
      const place = await placeOf(context, tx, input);
      if (!place) return notFound(input.teamId ?? input.siteId ?? '');
      const before = input.followsId == null ? null : await findMeeting(tx.manager, context.actor, input.followsId);
      const isSame = before?.siteId === place.siteId && before.teamId === place.teamId;
      if (input.followsId != null && !isSame)
        return invalidInput([
          { path: 'followsId', message: `"${input.followsId}" is no meeting of the same team or site` },
        ]);
      const askedIds = [...new Set(input.attendeeIds)];
      const refusal = await refusalOfAsked(tx, askedIds);
      if (refusal) return refusal;
      const meeting: Meeting = {
        ...{ id: context.newId('meet'), kind: input.kind, title: input.title.trim(), ...place, organiserId },
        ...{ startsAt: input.startsAt, endsAt: input.endsAt, status: 'PLANNED', followsId: before?.id ?? null },
        ...{ cancelledBecause: null, version: 1 },
      };
      await addMeeting(tx.manager, meeting, {
        attendees: askedIds.map((personId) => ({
          ...{ id: context.newId('matt'), meetingId: meeting.id, personId, attendance: 'ASKED' as const },
        })),
        agenda: agendaOf(meeting.id, input.agenda, {
          before: before ? await findAgenda(tx.manager, [before.id]) : [],
          newId: () => context.newId('agit'),
        }),
      });
      tx.emit(changedEvent(meeting, now));
      return { type: 'MeetingPlanned' as const, meeting };
    }),
  );
}

interface MeetingRequest {
  readonly meetingId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The one way of a change: lock, let the domain decide, save, announce. */
function changeMeeting<O extends { readonly type: string; readonly meeting?: Meeting }>(
  context: Context,
  { meetingId, expectedVersion }: MeetingRequest,
  decide: (current: Meeting, tx: Transaction) => O | Promise<O>,
): Promise<O | NotFound | StaleVersion<Meeting>> {
  return context.db.transaction(async (tx) => {
    const current = await lockMeeting(tx.manager, context.actor, meetingId);
    if (!current) return notFound(meetingId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = await decide(current, tx);
    const { meeting } = outcome;
    if (!meeting || meeting.version === current.version) return outcome;
    await saveMeeting(tx.manager, meeting);
    tx.emit(changedEvent(meeting, context.now()));
    return outcome;
  });
}

/** Puts down that a meeting took place, and who came. */
export const holdMeeting = (context: Context, input: HoldMeetingInput) =>
  changeMeeting(context, input, async (current, tx) => {
    const people = await findPeople(tx.manager, input.attendedIds);
    const missing = input.attendedIds.filter((id) => !people.has(id));
    if (missing.length > 0) return invalidInput(missing.map((id) => nothingThere('attendedIds', id)));
    const outcome = hold(current, context.now());
    if (outcome.type !== 'MeetingHeld') return outcome;
    const asked = await findAttendees(tx.manager, [current.id]);
    const attendance = attendanceOf(current.id, asked, {
      ...{ cameIds: input.attendedIds, newId: () => context.newId('matt') },
    });
    await saveAttendance(tx.manager, attendance);
    return outcome;
  });

/** Calls a meeting off. */
export async function cancelMeeting(context: Context, input: CancelMeetingInput) {
  const problems = problemsOfText('because', input.because, MAX_TEXT);
  if (problems.length > 0) return invalidInput(problems);
  return changeMeeting(context, input, (current) => cancel(current, input.because.trim()));
}

/** Writes minutes as a new version. */
export async function writeMinutes(context: Context, input: WriteMinutesInput) {
  const byId = whoKeeps(context);
  const problems = problemsOfText('text', input.text, MAX_TEXT);
  if (problems.length > 0) return invalidInput(problems);
  return changeMeeting(context, input, async (current, tx) => {
    if (current.status === 'CANCELLED') return { type: 'MeetingIsElsewhere' as const, meeting: current };
    const number = (await countMinutes(tx.manager, current.id)) + 1;
    const minutes = { id: context.newId('mmin'), meetingId: current.id, number, text: input.text, byId };
    const written = { ...minutes, writtenAt: context.now() };
    await addMinutes(tx.manager, written);
    return { type: 'MinutesWritten' as const, meeting: { ...current, version: current.version + 1 }, minutes: written };
  });
}

/** Puts on record what a meeting decided. */
export function recordDecision(context: Context, input: RecordDecisionInput) {
  const now = context.now();
  const byId = whoKeeps(context);
  const request = {
    key: input.idempotencyKey,
    operation: 'recordDecision',
    subject: context.actor.subject,
    input,
    now,
  };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const problems = problemsOfText('what', input.what, MAX_TEXT);
      if (problems.length > 0) return invalidInput(problems);
      const meeting = await lockMeeting(tx.manager, context.actor, input.meetingId);
      if (!meeting) return notFound(input.meetingId);
      if (meeting.status === 'CANCELLED') return { type: 'MeetingIsElsewhere' as const, meeting };
      const supersedesId = input.supersedesId ?? null;
      if (supersedesId !== null && !(await findDecision(tx.manager, context.actor, supersedesId)))
        return notFound(supersedesId);
      const told = { id: context.newId('mdec'), meetingId: meeting.id, what: input.what.trim(), byId };
      const decision: MeetingDecision = { ...told, decidedAt: now, supersedesId };
      if (!(await addDecision(tx.manager, decision))) {
        const standing = supersedesId === null ? null : await findSuccessor(tx.manager, supersedesId);
        if (standing) return { type: 'DecisionSuperseded' as const, decision: standing };
      }
      const after = { ...meeting, version: meeting.version + 1 };
      await saveMeeting(tx.manager, after);
      tx.emit(changedEvent(after, now));
      return { type: 'DecisionRecorded' as const, decision };
    }),
  );
}
