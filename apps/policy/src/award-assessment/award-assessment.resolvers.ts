import { survivorOf } from '@courtesy/subgraph';
import { decimalOf } from '@courtesy/kernel';
import { bandsById } from '../compensation-scheme/compensation-scheme.store.ts';
import { clausesById } from '../policy/policy-version.store.ts';
import { exceptionsById } from '../policy-exception/policy-exception.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { assessAward } from './award-assessment.commands.ts';
import type { UpliftedBand } from './award-assessment.ts';
import { assessmentsById, listAssessments } from './award-assessment.store.ts';

const reference = (id: string | null) => (id ? { id } : null);

const inWords = ({ band, minMinor, maxMinor, uplifts }: UpliftedBand) => {
  const { currency, name } = band;
  const [least, most] = [minMinor, maxMinor].map((minor) => decimalOf({ minor, currency }));
  const raised = uplifts.length === 0 ? '' : `, with ${uplifts.map(({ code }) => code).join(' and ')}`;
  return `The band "${name}" is from ${least} to ${most} ${currency}${raised}`;
};

/** How the SDL of assessed awards maps to functions. */
export const awardAssessmentResolvers: Resolvers = {
  Query: {
    awardAssessment: (_, { id }, context) => context.load(assessmentsById, id, undefined),
    awardAssessments: (_, args, { db, actor, now }) => listAssessments(db.manager, { ...args, actor, now: now() }),
  },
  Mutation: {
    assessAward: (_, { input }, context) => assessAward(context, input),
  },
  AwardAssessment: {
    __resolveReference: ({ id }, context) => context.load(assessmentsById, id, undefined),
    amount: ({ minor, currency }) => ({ minor, currency }),
    isExGratia: ({ basis }) => basis === 'EX_GRATIA',
    band: async ({ id, bandId }, _, context) => {
      const band = await context.load(bandsById, bandId, undefined);
      if (!band) throw new Error(`The band of ${id} is not there`);
      return band;
    },
    min: ({ minMinor, currency }) => ({ minor: minMinor, currency }),
    max: ({ maxMinor, currency }) => ({ minor: maxMinor, currency }),
    exception: ({ exceptionId }, _, context) =>
      exceptionId ? context.load(exceptionsById, exceptionId, undefined) : null,
    clause: ({ clauseId }, _, context) => (clauseId ? context.load(clausesById, clauseId, undefined) : null),
    case: ({ caseId }) => ({ id: caseId }),
    customer: ({ customerId }, _, context) => (customerId ? survivorOf(context, customerId) : null),
    assessor: ({ requesterId }) => reference(requesterId),
  },
  OutsideBand: {
    message: (refused) =>
      `${inWords(refused)}; ${decimalOf({ minor: refused.minor, currency: refused.band.currency })} lies outside. Ask for an exception.`,
    amount: ({ minor, band }) => ({ minor, currency: band.currency }),
    min: ({ minMinor, band }) => ({ minor: minMinor, currency: band.currency }),
    max: ({ maxMinor, band }) => ({ minor: maxMinor, currency: band.currency }),
  },
  ExceptionExpired: {
    message: ({ exception }) =>
      `${exception.id} ended at ${exception.expiresAt.toISOString()}. Ask for another exception.`,
  },
  ExceptionDoesNotCover: {
    message: ({ exception, reason, left }) =>
      reason === 'BEYOND_AMOUNT' && left
        ? `${exception.id} leaves ${decimalOf(left)} ${left.currency}, which is not enough.`
        : `${exception.id} does not allow this award: ${reason.toLowerCase().replaceAll('_', ' ')}.`,
  },
  NoSchemeInEffect: {
    message: ({ scheme, at }) => `No version of "${scheme.name}" is in effect at ${at.toISOString()}.`,
  },
};
