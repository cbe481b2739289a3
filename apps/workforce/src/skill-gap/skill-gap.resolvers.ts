import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import { reviewsById } from '../quality-review/quality-review.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { criteriaById } from '../scorecard/scorecard.store.ts';
import { LEVEL, wilson } from './interval.ts';
import { allowedOf, LEAST_FAILED } from './skill-gap.ts';
import { evidenceOfGaps, gapsById, gapsOfPeople, listGaps } from './skill-gap.store.ts';

/** How the SDL of skill gaps maps to functions. */
export const skillGapResolvers: Resolvers = {
  Query: {
    skillGap: (_, { id }, context) => context.load(gapsById, id, undefined),
    skillGaps: (_, args, { db, actor, now }) => listGaps({ manager: db.manager, actor, now: now() }, args),
  },
  Person: {
    skillGaps: ({ id }, args, context) => present(context.load(gapsOfPeople, id, args), id),
  },
  SkillGap: {
    __resolveReference: ({ id }, context) => context.load(gapsById, id, undefined),
    person: ({ personId }, _, context) => present(context.load(peopleById, personId, undefined), personId),
    criterion: ({ criterionId }, _, context) =>
      criterionId ? context.load(criteriaById, criterionId, undefined) : null,
    clause: ({ clauseId }) => (clauseId ? { id: clauseId } : null),
    confidence: ({ source, failed, of }) => {
      const interval = wilson(failed, of);
      return interval && { ...interval, level: LEVEL, allowed: allowedOf(source), leastFailed: LEAST_FAILED };
    },
    evidence: async ({ id }, _, context) => [...((await context.load(evidenceOfGaps, id, undefined)) ?? [])],
  },
  SkillGapEvidence: {
    review: ({ kind, evidenceId }, _, context) =>
      kind === 'REVIEW' ? context.load(reviewsById, evidenceId, undefined) : null,
    case: ({ kind, evidenceId }) => (kind === 'CASE' ? { id: evidenceId } : null),
  },
};
