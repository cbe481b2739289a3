import { nestedPage, survivorOf } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { answerSurvey, correctSurveyAnswer } from './answering.commands.ts';
import {
  invitationsById,
  invitationsOfCases,
  invitationsOfCustomers,
  invitationsOfProgrammes,
} from './invitation.store.ts';
import { endSurveyProgramme, reviseSurveyProgramme, startSurveyProgramme } from './programme.commands.ts';
import { programmesById, programmesPage, versionKey, versionsByKey, versionsOfProgrammes } from './programme.store.ts';
import { scaleOf } from './programme.ts';
import { representationOf } from './representation.store.ts';
import {
  responsesById,
  responsesOfCases,
  responsesOfCustomers,
  responsesToInvitations,
  versionsOfResponses,
} from './response.store.ts';
import { drawSurveyLink } from './ticket.commands.ts';

const named = (id: string | null) => (id === null ? null : { id });

const loaded = <T>(found: T | null, what: string): T => {
  if (found === null) throw new Error(`${what} is missing`);
  return found;
};

const invitationResolvers: Resolvers['SurveyInvitation'] = {
  __resolveReference: ({ id }, context) => context.load(invitationsById, id, undefined),
  programme: ({ programmeId }, _, context) => context.load(programmesById, programmeId, undefined),
  scale: ({ kind }) => scaleOf[kind],
  question: async ({ programmeId, versionNumber }, _, context) => {
    const terms = await context.load(versionsByKey, versionKey(programmeId, versionNumber), undefined);
    return loaded(terms, 'The version').question;
  },
  wordsQuestion: async ({ programmeId, versionNumber }, _, context) => {
    const terms = await context.load(versionsByKey, versionKey(programmeId, versionNumber), undefined);
    return loaded(terms, 'The version').wordsQuestion;
  },
  customer: ({ customerId }, _, context) => survivorOf(context, customerId),
  case: ({ caseId }) => named(caseId),
  interaction: ({ interactionId }) => named(interactionId),
  person: ({ personId }) => named(personId),
  team: ({ teamId }) => named(teamId),
  site: ({ siteId }) => named(siteId),
  response: ({ id }, _, context) => context.load(responsesToInvitations, id, undefined),
};

const responseResolvers: Resolvers['SurveyResponse'] = {
  __resolveReference: ({ id }, context) => context.load(responsesById, id, undefined),
  scale: ({ kind }) => scaleOf[kind],
  invitation: ({ invitationId }, _, context) =>
    invitationId === null ? null : context.load(invitationsById, invitationId, undefined),
  customer: ({ customerId }, _, context) => survivorOf(context, customerId),
  case: ({ caseId }) => named(caseId),
  interaction: ({ interactionId }) => named(interactionId),
  person: ({ personId }) => named(personId),
  team: ({ teamId }) => named(teamId),
  site: ({ siteId }) => named(siteId),
  versions: async ({ id }, _, context) => [
    ...loaded(await context.load(versionsOfResponses, id, undefined), 'What was said'),
  ],
};

/** How the SDL of surveys maps to functions. */
export const surveyResolvers: Resolvers = {
  Query: {
    surveyProgramme: (_, { id }, context) => context.load(programmesById, id, undefined),
    surveyProgrammes: (_, page, context) => programmesPage(context, page),
    surveyInvitation: (_, { id }, context) => context.load(invitationsById, id, undefined),
    surveyResponse: (_, { id }, context) => context.load(responsesById, id, undefined),
  },
  Mutation: {
    startSurveyProgramme: (_, { input }, context) => startSurveyProgramme(context, input),
    reviseSurveyProgramme: (_, { input }, context) => reviseSurveyProgramme(context, input),
    endSurveyProgramme: (_, { input }, context) => endSurveyProgramme(context, input),
    drawSurveyLink: (_, { input }, context) => drawSurveyLink(context, input),
    answerSurvey: (_, { input }, context) => answerSurvey(context, input),
    correctSurveyAnswer: (_, { input }, context) => correctSurveyAnswer(context, input),
  },
  SurveyProgramme: {
    __resolveReference: ({ id }, context) => context.load(programmesById, id, undefined),
    scale: ({ kind }) => scaleOf[kind],
    site: ({ siteId }) => named(siteId),
    startedBy: ({ startedById }) => named(startedById),
    current: async ({ id, versionNumber }, _, context) =>
      loaded(await context.load(versionsByKey, versionKey(id, versionNumber), undefined), 'The version that counts'),
    versions: ({ id }, page, context) => nestedPage(context, versionsOfProgrammes, id, page),
    invitations: ({ id }, page, context) => nestedPage(context, invitationsOfProgrammes, id, page),
    representation: ({ id }, asked, context) => representationOf(context, id, asked),
  },
  SurveyProgrammeVersion: { decidedBy: ({ decidedById }) => named(decidedById) },
  SurveyInvitation: invitationResolvers,
  SurveyResponse: responseResolvers,
  Customer: {
    surveyInvitations: ({ id }, page, context) => nestedPage(context, invitationsOfCustomers, id, page),
    surveyResponses: ({ id }, page, context) => nestedPage(context, responsesOfCustomers, id, page),
  },
  Case: {
    surveyInvitations: ({ id }, page, context) => nestedPage(context, invitationsOfCases, id, page),
    surveyResponses: ({ id }, page, context) => nestedPage(context, responsesOfCases, id, page),
  },
  SurveyProgrammeIsEnded: { message: () => 'This programme has ended: start another one instead.' },
  SurveyInvitationClosed: {
    message: ({ invitation: { state } }) =>
      state === 'PLANNED' ? 'The customer is not to be asked yet.' : 'This invitation can be answered no more.',
  },
  SurveyAlreadyAnswered: {
    message: () => 'This was answered already: correct the answer instead, while there is time.',
  },
  TooLateToCorrect: { message: () => 'This answer can be corrected no more.' },
};
