import { BadInput } from '@courtesy/persistence';
import { nestedPage, type Context } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { publishJourney, reviseJourney, tagTouchpoint, untagTouchpoint } from './journey.commands.ts';
import { reopenedShare, type Touchpoint } from './journey.ts';
import {
  journeysById,
  listJourneys,
  painPointsOfJourneys,
  tagsOfCases,
  touchpointsById,
  touchpointVisitsById,
  versionsOfJourneys,
} from './journey.store.ts';

async function touchpoint(context: Context, id: string): Promise<Touchpoint> {
  const found = await context.load(touchpointsById, id, undefined);
  if (!found) throw new Error(`The touchpoint ${id} is not there`);
  return found;
}

/** How the SDL of journeys maps to functions. */
export const journeyResolvers: Resolvers = {
  Query: {
    journey: (_, { id }, context) => context.load(journeysById, id, undefined),
    journeys: (_, page, { db }) => listJourneys(db.manager, page),
  },
  Mutation: {
    publishJourney: (_, { input }, context) => publishJourney(context, input),
    reviseJourney: (_, { input }, context) => reviseJourney(context, input),
    tagTouchpoint: (_, { input }, context) => tagTouchpoint(context, input),
    untagTouchpoint: (_, { input }, context) => untagTouchpoint(context, input),
  },
  Case: {
    touchpointVisits: ({ id }, page, context) => nestedPage(context, tagsOfCases, id, page),
  },
  Journey: {
    __resolveReference: ({ id }, context) => context.load(journeysById, id, undefined),
    version: ({ number }) => number,
    stages: ({ stages }) => [...stages],
    versions: ({ id }, page, context) => nestedPage(context, versionsOfJourneys, id, page),
    painPoints: async ({ id }, { from, to }, context) => {
      if (to <= from) throw new BadInput('"to" does not lie after "from"');
      const period = { from: from.toISOString(), to: to.toISOString() };
      return (await context.load(painPointsOfJourneys, id, period)) ?? [];
    },
  },
  JourneyVersion: { stages: ({ stages }) => [...stages] },
  JourneyStage: { touchpoints: ({ touchpoints }) => [...touchpoints] },
  Touchpoint: {
    __resolveReference: ({ id }, context) => context.load(touchpointsById, id, undefined),
    team: ({ teamId }) => (teamId ? { id: teamId } : null),
    journey: async ({ journeyId }, _, context) => {
      const journey = await context.load(journeysById, journeyId, undefined);
      if (!journey) throw new Error(`The journey ${journeyId} is not there`);
      return journey;
    },
  },
  TouchpointVisit: {
    __resolveReference: ({ id }, context) => context.load(touchpointVisitsById, id, undefined),
    touchpoint: ({ touchpointId }, _, context) => touchpoint(context, touchpointId),
    case: ({ caseId }) => (caseId ? { id: caseId } : null),
    feedback: ({ feedbackId }) => (feedbackId ? { id: feedbackId } : null),
  },
  PainPoint: {
    touchpoint: ({ touchpointId }, _, context) => touchpoint(context, touchpointId),
    reopenedShare,
  },
};
