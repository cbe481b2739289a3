import type { Context } from '@courtesy/subgraph';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import { percentOf, scoreOf, shownRatings } from '../quality-review/rating.ts';
import type { Resolvers } from '../resolver-types.ts';
import { criteriaFor } from '../scorecard/scorecard.resolvers.ts';
import { scorecardVersionsById } from '../scorecard/scorecard.store.ts';
import { closeCalibration, openCalibration, rateCalibration } from './calibration.commands.ts';
import { agreementsOf, type Calibration } from './calibration.ts';
import { calibrationsById, listCalibrations, ratingsOfCalibrations } from './calibration.store.ts';

const ratingsFor = async ({ id }: Calibration, context: Context) =>
  (await context.load(ratingsOfCalibrations, id, undefined)) ?? [];
const personOf = (id: string, context: Context) => present(context.load(peopleById, id, undefined), id);

/** How the SDL of calibrations maps to functions. */
export const calibrationResolvers: Resolvers = {
  Query: {
    calibration: (_, { id }, context) => context.load(calibrationsById, id, undefined),
    calibrations: (_, page, { db, actor }) => listCalibrations(db.manager, actor, page),
  },
  Mutation: {
    openCalibration: (_, { input }, context) => openCalibration(context, input),
    rateCalibration: (_, { input }, context) => rateCalibration(context, input),
    closeCalibration: (_, { input }, context) => closeCalibration(context, input),
  },
  Calibration: {
    __resolveReference: ({ id }, context) => context.load(calibrationsById, id, undefined),
    scorecardVersion: ({ scorecardVersionId: id }, _, context) =>
      present(context.load(scorecardVersionsById, id, undefined), id),
    interactions: ({ interactionIds }) => interactionIds.map((id) => ({ id })),
    raters: ({ raterIds }, _, context) => Promise.all(raterIds.map((id) => personOf(id, context))),
    ratings: async (calibration, _, context) => {
      const criteria = await criteriaFor(calibration.scorecardVersionId, context);
      return (await ratingsFor(calibration, context)).map((each) => {
        const { share } = scoreOf(criteria, each.ratings);
        return { ...each, ratings: shownRatings(criteria, each.ratings), score: share && percentOf(share) };
      });
    },
    agreement: async (calibration, _, context) => {
      if (calibration.status === 'OPEN') return null;
      const criteria = await criteriaFor(calibration.scorecardVersionId, context);
      const found = agreementsOf(calibration, criteria, await ratingsFor(calibration, context));
      return { ...found, criteria: [...found.criteria] };
    },
  },
  CalibrationRating: {
    interaction: ({ interactionId }) => ({ id: interactionId }),
    rater: ({ raterId }, _, context) => personOf(raterId, context),
  },
  Agreement: { alike: ({ alike, pairs }) => (pairs === 0 ? null : alike / pairs) },
  CalibrationIsClosed: { message: () => 'This calibration is closed.' },
  NotYoursToCalibrate: { message: () => 'You were not asked to rate this, or you have rated this contact.' },
};
