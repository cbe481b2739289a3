import type { Context } from '@courtesy/subgraph';
import { formulaOf } from '../appraisal-cycle/appraisal-cycle.resolvers.ts';
import { cyclesById } from '../appraisal-cycle/appraisal-cycle.store.ts';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import { reviewsById } from '../quality-review/quality-review.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { appealAppraisal, decideAppeal } from './appeal.commands.ts';
import {
  beginAppraisal,
  completeAppraisal,
  handInSelfAppraisal,
  scoreAppraisal,
  signAppraisal,
} from './appraisal.commands.ts';
import {
  decimalOfHundredths,
  partsOf,
  resultOf,
  scoresFor,
  shownScores,
  type Appraisal,
  type NotYourAppraisal,
  type NotYoursToScore,
} from './appraisal.ts';
import {
  appealsOfAppraisals,
  appraisalsById,
  appraisalsOfPeople,
  appraisalsToScore,
  scoresOfAppraisals,
} from './appraisal.store.ts';

const personOf = (id: string, context: Context) => present(context.load(peopleById, id, undefined), id);
const formulaFor = ({ cycleId, formulaNumber }: Appraisal, context: Context) =>
  formulaOf(cycleId, formulaNumber, context);
const keptScores = async ({ id }: Appraisal, context: Context) =>
  (await context.load(scoresOfAppraisals, id, undefined)) ?? [];
const seenScores = async (appraisal: Appraisal, context: Context) =>
  scoresFor(context.actor.personId, appraisal, await keptScores(appraisal, context));

const whoScores: Readonly<Record<NotYoursToScore['source'], string>> = {
  SELF: 'the person',
  PEERS: 'the colleagues who were asked',
  GOALS: 'the appraiser',
  QUALITY: 'the appraiser',
  METRICS: 'the appraiser',
  MANAGER: 'the appraiser',
};
const whoDoes: Readonly<Record<NotYourAppraisal['whose'], string>> = {
  PERSON: 'the person who is appraised',
  APPRAISER: 'the appraiser',
  ANOTHER: 'somebody who is neither appraised nor appraises',
};

/** How the SDL of appraisals maps to functions. */
export const appraisalResolvers: Resolvers = {
  Query: {
    appraisal: (_, { id }, context) => context.load(appraisalsById, id, undefined),
    appraisalsToScore: (_, __, { db, actor }) => (actor.personId ? appraisalsToScore(db.manager, actor.personId) : []),
  },
  Mutation: {
    beginAppraisal: (_, { input }, context) => beginAppraisal(context, input),
    scoreAppraisal: (_, { input }, context) => scoreAppraisal(context, input),
    handInSelfAppraisal: (_, { input }, context) => handInSelfAppraisal(context, input),
    completeAppraisal: (_, { input }, context) => completeAppraisal(context, input),
    signAppraisal: (_, { input }, context) => signAppraisal(context, input),
    appealAppraisal: (_, { input }, context) => appealAppraisal(context, input),
    decideAppeal: (_, { input }, context) => decideAppeal(context, input),
  },
  Person: {
    appraisals: ({ id }, args, context) => present(context.load(appraisalsOfPeople, id, args), id),
  },
  Appraisal: {
    __resolveReference: ({ id }, context) => context.load(appraisalsById, id, undefined),
    cycle: ({ cycleId }, _, context) => present(context.load(cyclesById, cycleId, undefined), cycleId),
    person: ({ personId }, _, context) => personOf(personId, context),
    appraiser: ({ appraiserId }, _, context) => personOf(appraiserId, context),
    peers: ({ personId, peerIds }, _, context) =>
      context.actor.personId === personId ? [] : Promise.all(peerIds.map((id) => personOf(id, context))),
    formula: (appraisal, _, context) => formulaFor(appraisal, context),
    scores: async (appraisal, _, context) => {
      const formula = await formulaFor(appraisal, context);
      return shownScores(context.actor.personId, { appraisal, formula }, await keptScores(appraisal, context));
    },
    parts: async (appraisal, _, context) =>
      partsOf(await formulaFor(appraisal, context), await seenScores(appraisal, context)),
    result: async (appraisal, _, context) => {
      const result = resultOf(await formulaFor(appraisal, context), await seenScores(appraisal, context));
      return result === null ? null : decimalOfHundredths(result);
    },
    appeal: ({ id }, _, context) => context.load(appealsOfAppraisals, id, undefined),
    supersedes: ({ supersedesId }, _, context) =>
      supersedesId ? context.load(appraisalsById, supersedesId, undefined) : null,
  },
  AppraisalScore: {
    score: ({ hundredths }) => decimalOfHundredths(hundredths),
    by: ({ byId, isHidden }, _, context) => (isHidden ? null : personOf(byId, context)),
    evidence: ({ evidence }) => [...evidence],
  },
  AppraisalPart: {
    score: ({ hundredths }) => (hundredths === null ? null : decimalOfHundredths(hundredths)),
    effectiveWeight: ({ effectiveWeight }) => decimalOfHundredths(effectiveWeight),
  },
  AppraisalEvidence: {
    review: ({ kind, id }, _, context) => (kind === 'REVIEW' && id ? context.load(reviewsById, id, undefined) : null),
    metric: ({ kind, id }) => (kind === 'METRIC' && id ? { id } : null),
    case: ({ kind, id }) => (kind === 'CASE' && id ? { id } : null),
  },
  AppraisalAppeal: {
    decidedBy: ({ decidedById }, _, context) => (decidedById ? personOf(decidedById, context) : null),
  },
  AppraisedAlready: { message: () => 'They are appraised in this cycle already.' },
  NotYoursToScore: { message: ({ source }) => `This part is scored by ${whoScores[source]}.` },
  AppraisalIsElsewhere: { message: ({ appraisal }) => `This appraisal stands at ${appraisal.status}.` },
  NotYourAppraisal: { message: ({ whose }) => `This is for ${whoDoes[whose]} to do.` },
  NothingScored: { message: () => 'No part has a score; score one first.' },
};
