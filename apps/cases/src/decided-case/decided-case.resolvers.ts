import { nestedPage } from '@courtesy/subgraph';
import { casesById } from '../case/case.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { casesDecidedBy } from './decided-case.store.ts';

/** How the SDL of cases decided by a version of a policy maps to functions. */
export const decidedCaseResolvers: Resolvers = {
  PolicyVersion: {
    decidedCases: ({ id }, page, context) => nestedPage(context, casesDecidedBy, id, page),
  },
  DecidedCase: {
    case: async ({ caseId }, _, context) => {
      const about = await context.load(casesById, caseId, undefined);
      if (!about) throw new Error(`The case ${caseId} is not there`);
      return about;
    },
    decision: ({ decisionId }) => ({ id: decisionId }),
  },
};
