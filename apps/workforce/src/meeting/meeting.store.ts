import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { AgendaItem, Meeting, MeetingAttendee, MeetingDecision, MeetingMinutes } from './meeting.ts';
import {
  agendaItemTable,
  meetingAttendeeTable,
  meetingDecisionTable,
  meetingMinutesTable,
  meetingTable,
} from './meeting.table.ts';

/**
 * Which meetings, under the alias `m`, an actor may see, as SQL: those they called or are asked to, those of their team, and with
 * meeting:write those within their reach.
 */
export function meetingSight(actor: Actor): readonly [sql: string, parameters: Record<string, unknown>] {
  const leads = actor.scopes.includes('meeting:write');
  const [reach, parameters] = leads
    ? withinReach(actor, { person: 'm.organiser_id', site: 'm.site_id' })
    : (['FALSE', {}] as const);
  const isAsked = 'SELECT FROM meeting_attendees t WHERE t.meeting_id = m.id AND t.person_id = :viewer';
  return [
    `(m.organiser_id = :viewer OR m.team_id = :viewerTeam OR EXISTS (${isAsked}) OR ${reach})`,
    { ...parameters, viewer: actor.personId ?? '', viewerTeam: actor.teamId ?? '' },
  ];
}

const visibleMeetings = (manager: EntityManager, actor: Actor): SelectQueryBuilder<Meeting> =>
  manager.createQueryBuilder(meetingTable, 'm').where(...meetingSight(actor));

const latestFirst: KeysetOrder<Meeting> = { by: ['startsAt', 'id'], direction: 'DESC' };
const meetingsOf = (of: 'teamId' | 'siteId') =>
  nestedPages<Meeting>({ rows: ({ db, actor }) => visibleMeetings(db.manager, actor), of, order: latestFirst });

/** Loads meetings by id, as far as the caller may see them. */
export const meetingsById = byId(({ db, actor }) => visibleMeetings(db.manager, actor));
/** The meetings of each team, the latest first. */
export const meetingsOfTeams = meetingsOf('teamId');
/** The meetings of each site and its teams, the latest first. */
export const meetingsOfSites = meetingsOf('siteId');

/** One meeting that the actor may see, locked until the transaction ends. */
export const lockMeeting = (manager: EntityManager, actor: Actor, id: string): Promise<Meeting | null> =>
  visibleMeetings(manager, actor).andWhere('m.id = :id', { id }).setLock('pessimistic_write').getOne();

/** One meeting that the actor may see. */
export const findMeeting = (manager: EntityManager, actor: Actor, id: string): Promise<Meeting | null> =>
  visibleMeetings(manager, actor).andWhere('m.id = :id', { id }).getOne();

/** The site of a meeting that is on record. */
export const siteIdOf = async (manager: EntityManager, meetingId: string): Promise<string> =>
  (await manager.findOneByOrFail(meetingTable, { id: meetingId })).siteId;

const grouped = <T extends { readonly meetingId: string }>(rows: readonly T[], ids: readonly string[]): T[][] => {
  const known = Map.groupBy(rows, ({ meetingId }) => meetingId);
  return ids.map((id) => known.get(id) ?? []);
};

/** Who is asked to each meeting, by their ids. The caller has seen the meeting. */
export const attendeesOfMeetings: Batch<readonly MeetingAttendee[]> = async ({ db }, ids) =>
  grouped(await findAttendees(db.manager, ids), ids);

/** Who is asked to these meetings, by their ids. */
export const findAttendees = (manager: EntityManager, meetingIds: readonly string[]): Promise<MeetingAttendee[]> =>
  manager
    .createQueryBuilder(meetingAttendeeTable, 't')
    .where('t.meetingId = ANY (:meetingIds)', { meetingIds })
    .orderBy('t.personId')
    .getMany();

/** The agenda of these meetings, in order. */
export const findAgenda = (manager: EntityManager, meetingIds: readonly string[]): Promise<AgendaItem[]> =>
  manager
    .createQueryBuilder(agendaItemTable, 'i')
    .where('i.meetingId = ANY (:meetingIds)', { meetingIds })
    .orderBy('i.position')
    .getMany();

/** The agenda of each meeting, in order. The caller has seen the meeting. */
export const agendaOfMeetings: Batch<readonly AgendaItem[]> = async ({ db }, ids) =>
  grouped(await findAgenda(db.manager, ids), ids);

/** Loads items of agendas by id, as far as the caller may see their meetings. */
export const agendaItemsById = byId(({ db, actor }) => {
  const [sql, parameters] = meetingSight(actor);
  return db.manager
    .createQueryBuilder(agendaItemTable, 'i')
    .where(`EXISTS (SELECT FROM meetings m WHERE m.id = i.meetingId AND ${sql})`, parameters);
});

/** The minutes of each meeting, the latest version first. The caller has seen the meeting. */
export const minutesOfMeetings: Batch<readonly MeetingMinutes[]> = async ({ db }, ids) => {
  const found = db.manager
    .createQueryBuilder(meetingMinutesTable, 'w')
    .where('w.meetingId = ANY (:ids)', { ids })
    .orderBy('w.number', 'DESC');
  return grouped(await found.getMany(), ids);
};

/** How many versions of minutes a meeting has. */
export const countMinutes = (manager: EntityManager, meetingId: string): Promise<number> =>
  manager.createQueryBuilder(meetingMinutesTable, 'w').where('w.meetingId = :meetingId', { meetingId }).getCount();

function visibleDecisions(manager: EntityManager, actor: Actor): SelectQueryBuilder<MeetingDecision> {
  const [sql, parameters] = meetingSight(actor);
  return manager
    .createQueryBuilder(meetingDecisionTable, 'd')
    .where(`EXISTS (SELECT FROM meetings m WHERE m.id = d.meetingId AND ${sql})`, parameters);
}

/** Loads decisions by id, as far as the caller may see their meetings. */
export const decisionsById = byId(({ db, actor }) => visibleDecisions(db.manager, actor));

/** The decisions of each meeting, the first first. The caller has seen the meeting. */
export const decisionsOfMeetings: Batch<readonly MeetingDecision[]> = async ({ db }, ids) => {
  const found = db.manager
    .createQueryBuilder(meetingDecisionTable, 'd')
    .where('d.meetingId = ANY (:ids)', { ids })
    .orderBy('d.decidedAt')
    .addOrderBy('d.id');
  return grouped(await found.getMany(), ids);
};

/** The decision that took the place of each, as far as the caller may see its meeting. */
export const decisionsThatSupersede: Batch<MeetingDecision> = async ({ db, actor }, ids) => {
  const found = await visibleDecisions(db.manager, actor).andWhere('d.supersedesId = ANY (:ids)', { ids }).getMany();
  return ids.map((id) => found.find(({ supersedesId }) => supersedesId === id) ?? null);
};

/** One decision that the actor may see. */
export const findDecision = (manager: EntityManager, actor: Actor, id: string): Promise<MeetingDecision | null> =>
  visibleDecisions(manager, actor).andWhere('d.id = :id', { id }).getOne();

/** Adds a meeting with those who are asked and its agenda. */
export async function addMeeting(
  manager: EntityManager,
  meeting: Meeting,
  { attendees, agenda }: { readonly attendees: readonly MeetingAttendee[]; readonly agenda: readonly AgendaItem[] },
): Promise<void> {
  await insertRows(manager, meetingTable, [meeting]);
  await insertRows(manager, meetingAttendeeTable, attendees);
  await insertRows(manager, agendaItemTable, agenda);
}

/** Overwrites a meeting that the caller has locked. */
export const saveMeeting = (manager: EntityManager, meeting: Meeting): Promise<void> =>
  updateRows(manager, meetingTable, [meeting]);

/** Keeps who came to a meeting that the caller has locked. */
export async function saveAttendance(manager: EntityManager, attendees: readonly MeetingAttendee[]): Promise<void> {
  await insertRows(
    manager,
    meetingAttendeeTable,
    attendees,
    '(meeting_id, person_id) DO UPDATE SET attendance = excluded.attendance',
  );
}

/** Adds a version of minutes. */
export async function addMinutes(manager: EntityManager, minutes: MeetingMinutes): Promise<void> {
  await insertRows(manager, meetingMinutesTable, [minutes]);
}

/** Adds a decision unless another took the place of the same one. Whether it did. */
export const addDecision = async (manager: EntityManager, decision: MeetingDecision): Promise<boolean> =>
  (
    await insertRows(
      manager,
      meetingDecisionTable,
      [decision],
      '(supersedes_id) WHERE supersedes_id IS NOT NULL DO NOTHING',
    )
  ).length > 0;

/** The decision that took the place of another. */
export const findSuccessor = (manager: EntityManager, decisionId: string): Promise<MeetingDecision | null> =>
  manager.createQueryBuilder(meetingDecisionTable, 'd').where('d.supersedesId = :decisionId', { decisionId }).getOne();
