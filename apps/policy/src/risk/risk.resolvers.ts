import { BadInput, isStorable } from '@courtesy/persistence';
import { nestedPage, type Context } from '@courtesy/subgraph';
import { clausesOf } from '../policy/policy.resolvers.ts';
import { policyVersionsAt } from '../policy/policy-version.store.ts';
import { policiesById } from '../policy/policy.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { acceptRisk, amendRisk, assessRisk, closeRisk, identifyRisk, reopenRisk, treatRisk } from './risk.commands.ts';
import { inherentOf, isAboveAppetite, residualOf, statusOf, type ServiceRisk } from './risk.ts';
import {
  countMatrix,
  listDueForReview,
  listRisks,
  riskReviewPages,
  riskReviewsById,
  risksById,
  risksOfPolicies,
} from './risk.store.ts';
import { levelOf, scoreOf, type Rating } from './scoring.ts';

/** A rating with what follows from it. */
const rated = (rating: Rating) => ({ ...rating, score: scoreOf(rating), level: levelOf(rating) });

/** The risk that a row of this database refers to. */
export async function riskOf(
  { id, riskId }: { readonly id: string; readonly riskId: string },
  context: Context,
): Promise<ServiceRisk> {
  const risk = await context.load(risksById, riskId, undefined);
  if (!risk) throw new Error(`The risk of ${id} is not there`);
  return risk;
}

function instantWithin(now: Date, within: number): Date {
  const until = new Date(now.getTime() + within);
  if (within < 0 || !isStorable(until))
    throw new BadInput('within is a distance ahead, such as P30D, that ends before the year 10000.');
  return until;
}

/** The acceptance that counts now; null when none does. */
function acceptanceOf(risk: ServiceRisk, now: Date) {
  if (!risk.acceptance || statusOf(risk, now) !== 'ACCEPTED') return null;
  const { approverId, acceptedAt, reason, level } = risk.acceptance;
  const approver = approverId ? { id: approverId } : null;
  return { approver, acceptedAt: new Date(acceptedAt), reason, level, expiresAt: risk.acceptedUntil };
}

/** How the SDL of risks maps to functions. */
export const riskResolvers: Resolvers = {
  Query: {
    risk: (_, { id }, context) => context.load(risksById, id, undefined),
    risks: (_, args, { db, now }) => listRisks(db.manager, { ...args, now: now() }),
    risksDueForReview: (_, { within, first, after }, { db, now }) =>
      listDueForReview(db.manager, { first, after, until: instantWithin(now(), within) }),
    riskMatrix: async (_, args, { db, now }) => {
      const cells = await countMatrix(db.manager, { ...args, now: now() });
      return cells.map(({ rating, count }) => ({ rating: rated(rating), count }));
    },
  },
  Mutation: {
    identifyRisk: (_, { input }, context) => identifyRisk(context, input),
    amendRisk: (_, { input }, context) => amendRisk(context, input),
    assessRisk: (_, { input }, context) => assessRisk(context, input),
    treatRisk: (_, { input }, context) => treatRisk(context, input),
    acceptRisk: (_, { input }, context) => acceptRisk(context, input),
    closeRisk: (_, { input }, context) => closeRisk(context, input),
    reopenRisk: (_, { input }, context) => reopenRisk(context, input),
  },
  ServiceRisk: {
    __resolveReference: ({ id }, context) => context.load(risksById, id, undefined),
    owner: ({ ownerId }) => ({ id: ownerId }),
    inherent: (risk) => rated(inherentOf(risk)),
    residual: (risk) => rated(residualOf(risk)),
    isAboveAppetite: (risk) => isAboveAppetite(risk),
    status: (risk, _, { now }) => statusOf(risk, now()),
    acceptance: (risk, _, { now }) => acceptanceOf(risk, now()),
    incidents: ({ incidentIds }) => incidentIds.map((id) => ({ id })),
    reviews: ({ id }, page, context) => nestedPage(context, riskReviewPages, id, page),
  },
  RiskReview: {
    __resolveReference: ({ id }, context) => context.load(riskReviewsById, id, undefined),
    risk: (review, _, context) => riskOf(review, context),
    inherent: (review) => rated(inherentOf(review)),
    residual: (review) => rated(residualOf(review)),
    reviewer: ({ reviewerId }) => (reviewerId ? { id: reviewerId } : null),
  },
  RiskPolicyLink: {
    policy: async ({ policyId }, _, context) => {
      const policy = await context.load(policiesById, policyId, undefined);
      if (!policy) throw new Error(`The policy ${policyId} is not there`);
      return policy;
    },
    clause: async ({ policyId, anchor }, _, context) => {
      const version = anchor && (await context.load(policyVersionsAt, policyId, { at: context.now() }));
      const clauses = version ? await clausesOf(version, context) : [];
      return clauses.find((each) => each.anchor === anchor) ?? null;
    },
  },
  Policy: {
    risks: ({ id }, page, context) => nestedPage(context, risksOfPolicies, id, page),
  },
  IllegalRiskStatus: {
    message: ({ risk, status }) =>
      status === 'CLOSED'
        ? `"${risk.title}" is closed. Open it again first.`
        : `"${risk.title}" is ${status.toLowerCase()}, not closed.`,
  },
  RiskAboveAppetite: {
    message: ({ risk }) =>
      `"${risk.title}" is ${levelOf(residualOf(risk))}, above its appetite of ${risk.appetite}. Assess it anew, do more, or let somebody else accept it.`,
  },
};
