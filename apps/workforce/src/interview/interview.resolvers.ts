import type { Context } from '@courtesy/subgraph';
import { applicantsById } from '../applicant/applicant.store.ts';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { cancelInterview, planInterview, scoreInterview } from './interview.commands.ts';
import { averagesOf, scoresFor, type Interview, type InterviewNotToScore } from './interview.ts';
import { interviewsById, interviewsOfApplicants, interviewsToScore, scoresOfInterviews } from './interview.store.ts';

const personOf = (id: string, context: Context) => present(context.load(peopleById, id, undefined), id);

const seenScores = async (interview: Interview, context: Context) =>
  scoresFor(context.actor.personId, interview, (await context.load(scoresOfInterviews, interview.id, undefined)) ?? []);

const refusals: Readonly<Record<InterviewNotToScore['because'], string>> = {
  NOT_OF_PANEL: 'Only those of the panel score.',
  SCORED_BEFORE: 'You have scored this interview; a score is not changed.',
  CANCELLED: 'This interview was called off.',
};

/** How the SDL of interviews maps to functions. */
export const interviewResolvers: Resolvers = {
  Query: {
    interviewsToScore: (_, __, { db, actor }) => (actor.personId ? interviewsToScore(db.manager, actor.personId) : []),
  },
  Mutation: {
    planInterview: (_, { input }, context) => planInterview(context, input),
    scoreInterview: (_, { input }, context) => scoreInterview(context, input),
    cancelInterview: (_, { input }, context) => cancelInterview(context, input),
  },
  Interview: {
    __resolveReference: ({ id }, context) => context.load(interviewsById, id, undefined),
    applicant: ({ applicantId }, _, context) => context.load(applicantsById, applicantId, undefined),
    panel: ({ panel }, _, context) => Promise.all(panel.map((id) => personOf(id, context))),
    scores: async (interview, _, context) => [...(await seenScores(interview, context))],
    averages: async (interview, _, context) => averagesOf(await seenScores(interview, context)),
  },
  InterviewScore: {
    interviewer: ({ interviewerId }, _, context) => personOf(interviewerId, context),
    ratings: ({ ratings }) => [...ratings],
  },
  Applicant: {
    interviews: async ({ id }, _, context) => [...((await context.load(interviewsOfApplicants, id, undefined)) ?? [])],
  },
  InterviewNotToScore: {
    message: ({ because }) => refusals[because],
  },
  InterviewIsOver: {
    message: ({ interview }) =>
      interview.status === 'CANCELLED' ? 'This interview was called off before.' : 'Everybody of the panel has scored.',
  },
};
