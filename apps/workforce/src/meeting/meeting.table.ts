import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { AgendaItem, Meeting, MeetingAttendee, MeetingDecision, MeetingMinutes } from './meeting.ts';

const ofMeeting = (table: string) => ({
  name: `${table}_meeting_fkey`,
  ...{ target: 'Meeting', columnNames: ['meetingId'], referencedColumnNames: ['id'] },
});

/** Where meetings are kept. */
export const meetingTable = new EntitySchema<Meeting>({
  name: 'Meeting',
  tableName: 'meetings',
  columns: {
    id: column.id(),
    kind: column.text(),
    title: column.text(),
    siteId: column.reference('site_id'),
    teamId: column.nullable(column.reference('team_id')),
    organiserId: column.reference('organiser_id'),
    startsAt: column.instant('starts_at'),
    endsAt: column.instant('ends_at'),
    status: column.text(),
    followsId: column.nullable(column.reference('follows_id')),
    cancelledBecause: column.nullable(column.text('cancelled_because')),
    version: column.version(),
  } satisfies Record<keyof Meeting, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'meetings_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
    { name: 'meetings_team_fkey', target: 'Team', columnNames: ['teamId'], referencedColumnNames: ['id'] },
    { name: 'meetings_organiser_fkey', target: 'Person', columnNames: ['organiserId'], referencedColumnNames: ['id'] },
    { name: 'meetings_follows_fkey', target: 'Meeting', columnNames: ['followsId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'meetings_team', columns: ['teamId', 'startsAt', 'id'] },
    { name: 'meetings_site', columns: ['siteId', 'startsAt', 'id'] },
  ],
  checks: [
    { name: 'meetings_kind_check', expression: `kind IN ('MEETING', 'HUDDLE')` },
    { name: 'meetings_status_check', expression: `status IN ('PLANNED', 'HELD', 'CANCELLED')` },
    { name: 'meetings_span_check', expression: `ends_at > starts_at` },
  ],
});

/** Where it is kept who is asked to a meeting, and who came. */
export const meetingAttendeeTable = new EntitySchema<MeetingAttendee>({
  name: 'MeetingAttendee',
  tableName: 'meeting_attendees',
  columns: {
    id: column.id(),
    meetingId: column.reference('meeting_id'),
    personId: column.reference('person_id'),
    attendance: column.text(),
  } satisfies Record<keyof MeetingAttendee, EntitySchemaColumnOptions>,
  foreignKeys: [
    ofMeeting('meeting_attendees'),
    {
      name: 'meeting_attendees_person_fkey',
      ...{ target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
    },
  ],
  checks: [{ name: 'meeting_attendees_attendance_check', expression: `attendance IN ('ASKED', 'CAME', 'ABSENT')` }],
  uniques: [{ name: 'meeting_attendees_once', columns: ['meetingId', 'personId'] }],
  indices: [{ name: 'meeting_attendees_person', columns: ['personId', 'meetingId'] }],
});

/** Where agendas are kept. */
export const agendaItemTable = new EntitySchema<AgendaItem>({
  name: 'AgendaItem',
  tableName: 'agenda_items',
  columns: {
    id: column.id(),
    meetingId: column.reference('meeting_id'),
    position: column.integer(),
    topic: column.text(),
    metricKey: column.nullable(column.text('metric_key')),
    figurePeriod: column.nullable(column.text('figure_period')),
  } satisfies Record<keyof AgendaItem, EntitySchemaColumnOptions>,
  foreignKeys: [ofMeeting('agenda_items')],
  uniques: [{ name: 'agenda_items_position_key', columns: ['meetingId', 'position'] }],
  checks: [
    { name: 'agenda_items_figure_check', expression: `(metric_key IS NULL) = (figure_period IS NULL)` },
    { name: 'agenda_items_period_check', expression: `figure_period IN ('DAY_BEFORE', 'WEEK_BEFORE', 'MONTH_BEFORE')` },
  ],
});

/** Where versions of minutes are kept; none is ever changed. */
export const meetingMinutesTable = new EntitySchema<MeetingMinutes>({
  name: 'MeetingMinutes',
  tableName: 'meeting_minutes',
  columns: {
    id: column.id(),
    meetingId: column.reference('meeting_id'),
    number: column.integer(),
    text: column.text(),
    byId: column.reference('by_id'),
    writtenAt: column.instant('written_at'),
  } satisfies Record<keyof MeetingMinutes, EntitySchemaColumnOptions>,
  foreignKeys: [ofMeeting('meeting_minutes')],
  uniques: [{ name: 'meeting_minutes_number_key', columns: ['meetingId', 'number'] }],
});

/** Where decisions are kept; none is ever changed. */
export const meetingDecisionTable = new EntitySchema<MeetingDecision>({
  name: 'MeetingDecision',
  tableName: 'meeting_decisions',
  columns: {
    id: column.id(),
    meetingId: column.reference('meeting_id'),
    what: column.text(),
    byId: column.reference('by_id'),
    decidedAt: column.instant('decided_at'),
    supersedesId: column.nullable(column.reference('supersedes_id')),
  } satisfies Record<keyof MeetingDecision, EntitySchemaColumnOptions>,
  foreignKeys: [
    ofMeeting('meeting_decisions'),
    {
      name: 'meeting_decisions_supersedes_fkey',
      ...{ target: 'MeetingDecision', columnNames: ['supersedesId'], referencedColumnNames: ['id'] },
    },
  ],
  indices: [
    { name: 'meeting_decisions_meeting', columns: ['meetingId', 'decidedAt', 'id'] },
    {
      name: 'meeting_decisions_supersedes',
      ...{ columns: ['supersedesId'], unique: true, where: `(supersedes_id IS NOT NULL)` },
    },
  ],
});
