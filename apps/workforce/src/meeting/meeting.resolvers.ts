import type { Context } from '@courtesy/subgraph';
import { actionItemsOfMeetings, carriedOverTo } from '../action-item/action-item.store.ts';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { dayAt } from '../skill/certificate.commands.ts';
import { teamsById } from '../team/team.store.ts';
import { cancelMeeting, holdMeeting, planMeeting, recordDecision, writeMinutes } from './meeting.commands.ts';
import { daysOfFigure, type AgendaItem } from './meeting.ts';
import {
  agendaItemsById,
  agendaOfMeetings,
  attendeesOfMeetings,
  decisionsById,
  decisionsOfMeetings,
  decisionsThatSupersede,
  meetingsById,
  meetingsOfSites,
  meetingsOfTeams,
  minutesOfMeetings,
} from './meeting.store.ts';

const personOf = (id: string, context: Context) => present(context.load(peopleById, id, undefined), id);
const siteOf = (id: string, context: Context) => present(context.load(sitesById, id, undefined), id);
const meetingOf = (id: string, context: Context) => present(context.load(meetingsById, id, undefined), id);

/** The days of an item's figure; null when it has none. */
async function figureDays({ meetingId, figurePeriod }: AgendaItem, context: Context) {
  if (!figurePeriod) return null;
  const { startsAt, siteId } = await meetingOf(meetingId, context);
  const { timeZone } = await siteOf(siteId, context);
  return daysOfFigure(figurePeriod, dayAt(startsAt, timeZone));
}

/** How the SDL of meetings maps to functions. */
export const meetingResolvers: Resolvers = {
  Query: { meeting: (_, { id }, context) => context.load(meetingsById, id, undefined) },
  Mutation: {
    planMeeting: (_, { input }, context) => planMeeting(context, input),
    holdMeeting: (_, { input }, context) => holdMeeting(context, input),
    cancelMeeting: (_, { input }, context) => cancelMeeting(context, input),
    writeMinutes: (_, { input }, context) => writeMinutes(context, input),
    recordDecision: (_, { input }, context) => recordDecision(context, input),
  },
  Team: { meetings: ({ id }, args, context) => present(context.load(meetingsOfTeams, id, args), id) },
  Site: { meetings: ({ id }, args, context) => present(context.load(meetingsOfSites, id, args), id) },
  Meeting: {
    __resolveReference: ({ id }, context) => context.load(meetingsById, id, undefined),
    site: ({ siteId }, _, context) => siteOf(siteId, context),
    team: ({ teamId }, _, context) => (teamId ? context.load(teamsById, teamId, undefined) : null),
    organiser: ({ organiserId }, _, context) => personOf(organiserId, context),
    follows: ({ followsId }, _, context) => (followsId ? context.load(meetingsById, followsId, undefined) : null),
    attendees: async ({ id }, _, context) => [...((await context.load(attendeesOfMeetings, id, undefined)) ?? [])],
    agenda: async ({ id }, _, context) => [...((await context.load(agendaOfMeetings, id, undefined)) ?? [])],
    carriedOver: async ({ id }, _, context) => [...((await context.load(carriedOverTo, id, undefined)) ?? [])],
    minutes: async ({ id }, _, context) => [...((await context.load(minutesOfMeetings, id, undefined)) ?? [])],
    decisions: async ({ id }, _, context) => [...((await context.load(decisionsOfMeetings, id, undefined)) ?? [])],
    actionItems: async ({ id }, _, context) => [...((await context.load(actionItemsOfMeetings, id, undefined)) ?? [])],
  },
  AgendaItem: {
    __resolveReference: ({ id }, context) => context.load(agendaItemsById, id, undefined),
    figureFrom: async (item, _, context) => (await figureDays(item, context))?.from ?? null,
    figureTo: async (item, _, context) => (await figureDays(item, context))?.to ?? null,
    site: async ({ meetingId }, _, context) => siteOf((await meetingOf(meetingId, context)).siteId, context),
    team: async ({ meetingId }, _, context) => {
      const { teamId } = await meetingOf(meetingId, context);
      return teamId ? context.load(teamsById, teamId, undefined) : null;
    },
  },
  MeetingAttendee: { person: ({ personId }, _, context) => personOf(personId, context) },
  MeetingMinutes: { by: ({ byId }, _, context) => personOf(byId, context) },
  MeetingDecision: {
    __resolveReference: ({ id }, context) => context.load(decisionsById, id, undefined),
    meeting: ({ meetingId }, _, context) => meetingOf(meetingId, context),
    by: ({ byId }, _, context) => personOf(byId, context),
    supersedes: ({ supersedesId }, _, context) =>
      supersedesId ? context.load(decisionsById, supersedesId, undefined) : null,
    supersededBy: ({ id }, _, context) => context.load(decisionsThatSupersede, id, undefined),
  },
  MeetingIsElsewhere: { message: ({ meeting }) => `This meeting is ${meeting.status}.` },
  MeetingNotYet: { message: ({ meeting }) => `It begins at ${meeting.startsAt.toISOString()}.` },
  DecisionSuperseded: { message: () => 'Another decision took its place; name that one to take its place.' },
};
