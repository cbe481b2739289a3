import type { Context } from '@courtesy/subgraph';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { scorecardVersionsById } from '../scorecard/scorecard.store.ts';
import { draftScenario, publishScenario, rewordScenario, withdrawScenario } from './scenario.commands.ts';
import { listScenarios, scenariosById } from './scenario.store.ts';

const personOf = (id: string, context: Context) => present(context.load(peopleById, id, undefined), id);

/** How the SDL of scenarios maps to functions. */
export const scenarioResolvers: Resolvers = {
  Query: {
    scenario: (_, { id }, context) => context.load(scenariosById, id, undefined),
    scenarios: (_, page, { db, actor }) => listScenarios({ manager: db.manager, actor }, page),
  },
  Mutation: {
    draftScenario: (_, { input }, context) => draftScenario(context, input),
    rewordScenario: (_, { input }, context) => rewordScenario(context, input),
    publishScenario: (_, { input }, context) => publishScenario(context, input),
    withdrawScenario: (_, { input }, context) => withdrawScenario(context, input),
  },
  Scenario: {
    __resolveReference: ({ id }, context) => context.load(scenariosById, id, undefined),
    case: ({ caseId }) => ({ id: caseId }),
    customerSays: ({ customerSays }) => [...customerSays],
    scorecardVersion: ({ scorecardVersionId: id }, _, context) =>
      present(context.load(scorecardVersionsById, id, undefined), id),
    draftedBy: ({ draftedById }, _, context) => personOf(draftedById, context),
    approvedBy: ({ approvedById }, _, context) => (approvedById ? personOf(approvedById, context) : null),
  },
  ScenarioIsElsewhere: { message: ({ scenario }) => `This scenario stands at ${scenario.status}.` },
  ScenarioNotClean: {
    message: ({ findings }) =>
      `It still tells who somebody is: ${findings.map(({ path, kind, from }) => `${kind} in ${path} at ${from}`).join(', ')}.`,
    findings: ({ findings }) => [...findings],
  },
  NothingSaid: {
    message: () => 'Nothing that the customer said is on record there.',
    case: ({ caseId }) => ({ id: caseId }),
  },
  SourceUnavailable: {
    message: () => 'What was said, and who the people are, cannot be read now; try again later.',
    case: ({ caseId }) => ({ id: caseId }),
  },
};
