import { nestedPage } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { riskOf } from '../risk/risk.resolvers.ts';
import { addRiskControl, assessRiskControl, retireRiskControl } from './risk-control.commands.ts';
import { controlAssessmentPages, riskControlPages, riskControlsById } from './risk-control.store.ts';

/** How the SDL of controls maps to functions. */
export const riskControlResolvers: Resolvers = {
  Mutation: {
    addRiskControl: (_, { input }, context) => addRiskControl(context, input),
    assessRiskControl: (_, { input }, context) => assessRiskControl(context, input),
    retireRiskControl: (_, { input }, context) => retireRiskControl(context, input),
  },
  ServiceRisk: {
    controls: ({ id }, page, context) => nestedPage(context, riskControlPages, id, page),
  },
  RiskControl: {
    __resolveReference: ({ id }, context) => context.load(riskControlsById, id, undefined),
    risk: (control, _, context) => riskOf(control, context),
    owner: ({ ownerId }) => ({ id: ownerId }),
    assessments: ({ id }, page, context) => nestedPage(context, controlAssessmentPages, id, page),
  },
  ControlAssessment: {
    assessor: ({ assessorId }) => (assessorId ? { id: assessorId } : null),
  },
  RiskControlIsRetired: {
    message: ({ control }) => `"${control.title}" is retired. Add another control.`,
  },
};
