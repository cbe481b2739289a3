import { nestedPage } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { casesById } from '../case/case.store.ts';
import { addAutomationRule, reviseAutomationRule, switchAutomationRule } from './automation-rule.commands.ts';
import { listRules, rulesById, runsOfCases, runsOfRules } from './automation-rule.store.ts';

/** How the SDL of automation rules maps to functions. */
export const automationRuleResolvers: Resolvers = {
  Query: {
    automationRules: (_, page, { db }) => listRules(db.manager, page),
  },
  Mutation: {
    addAutomationRule: (_, { input }, context) => addAutomationRule(context, input),
    reviseAutomationRule: (_, { input }, context) => reviseAutomationRule(context, input),
    switchAutomationRule: (_, { input }, context) => switchAutomationRule(context, input),
  },
  AutomationRule: {
    __resolveReference: ({ id }, context) => context.load(rulesById, id, undefined),
    runs: ({ id }, page, context) => nestedPage(context, runsOfRules, id, page),
  },
  AutomationRun: {
    rule: ({ ruleId }, _, context) => context.load(rulesById, ruleId, undefined),
    case: ({ caseId }, _, context) => context.load(casesById, caseId, undefined),
    chain: async ({ chain }, _, context) => {
      const rules = await Promise.all(chain.map((id) => context.load(rulesById, id, undefined)));
      return rules.filter((rule) => rule !== null);
    },
  },
  Case: {
    automationRuns: ({ id }, page, context) => nestedPage(context, runsOfCases, id, page),
  },
};
