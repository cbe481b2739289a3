import type { Resolvers } from '../resolver-types.ts';
import { casesById } from '../case/case.store.ts';
import { casesOfResponses } from './survey-follow-up.store.ts';

/** How the SDL of follow-ups of surveys maps to functions. */
export const surveyFollowUpResolvers: Resolvers = {
  SurveyResponse: {
    followUpCase: async ({ id }, _, context) => {
      const caseId = await context.load(casesOfResponses, id, undefined);
      return caseId === null ? null : context.load(casesById, caseId, undefined);
    },
  },
};
