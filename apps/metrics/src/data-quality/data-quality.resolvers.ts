import { nestedPage } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { coverageOf } from './coverage.store.ts';
import {
  adoptDataQualityRule,
  retireDataQualityRule,
  reviseDataQualityRule,
  waiveDataQualityFinding,
} from './data-quality.commands.ts';
import { findingsById, findingsOfRules, listFindings, listRules, rulesById } from './data-quality.store.ts';

/** How the SDL of data quality maps to functions. */
export const dataQualityResolvers: Resolvers = {
  Query: {
    dataQualityRule: (_, { id }, context) => context.load(rulesById, id, undefined),
    dataQualityRules: (_, page, { db }) => listRules(db.manager, page),
    dataQualityFinding: (_, { id }, context) => context.load(findingsById, id, undefined),
    dataQualityFindings: (_, page, context) => listFindings(context, page),
  },
  Mutation: {
    adoptDataQualityRule: (_, { input }, context) => adoptDataQualityRule(context, input),
    reviseDataQualityRule: (_, { input }, context) => reviseDataQualityRule(context, input),
    retireDataQualityRule: (_, { input }, context) => retireDataQualityRule(context, input),
    waiveDataQualityFinding: (_, { input }, context) => waiveDataQualityFinding(context, input),
  },
  DataQualityRule: {
    __resolveReference: ({ id }, context) => context.load(rulesById, id, undefined),
    owner: ({ ownerId }) => ({ id: ownerId }),
    findings: ({ id }, page, context) => nestedPage(context, findingsOfRules, id, page),
  },
  DataQualityFinding: {
    __resolveReference: ({ id }, context) => context.load(findingsById, id, undefined),
    rule: ({ ruleId }, _, context) => context.load(rulesById, ruleId, undefined),
    record: ({ facts, recordId: id }) => ({ type: facts === 'CASES' ? 'Case' : 'Interaction', id }),
    state: ({ resolvedAt, waivedAt }) => (resolvedAt ? 'RESOLVED' : waivedAt ? 'WAIVED' : 'OPEN'),
    site: ({ siteId }) => (siteId ? { id: siteId } : null),
    team: ({ teamId }) => (teamId ? { id: teamId } : null),
    person: ({ personId }) => (personId ? { id: personId } : null),
    waivedBy: ({ waivedById }) => (waivedById ? { id: waivedById } : null),
  },
  Metric: { coverage: (metric, _, context) => coverageOf(context, metric) },
  MetricCoverage: {
    unharmedShare: ({ counted, harmed }) => (counted === 0 ? null : (counted - harmed) / counted),
  },
  MetricHarm: { rule: ({ ruleId }, _, context) => context.load(rulesById, ruleId, undefined) },
  DataQualityRuleExists: {
    message: ({ rule }) => `A rule of the kind ${rule.kind} holds already: revise it, or retire it first.`,
  },
  DataQualityRuleIsRetired: { message: () => 'This rule was retired: adopt another one instead.' },
  DataQualityFindingIsOver: { message: () => 'This was mended or waived before: nothing is left to waive.' },
};
