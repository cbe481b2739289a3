import { BadInput } from '@courtesy/persistence';
import { nestedPage, type Context } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { approvePolicyVersion, returnToDraft, submitForReview, withdrawPolicyVersion } from './approval.commands.ts';
import { diffClauses } from './clause-diff.ts';
import type { Clause } from './clause.ts';
import { stateOf } from './effect.ts';
import { effectiveUntil, type PolicyVersion } from './policy-version.ts';
import {
  clausesById,
  policyVersionPages,
  policyVersionsAt,
  policyVersionsById,
  policyVersionsByNumber,
  successors,
} from './policy-version.store.ts';
import { amendPolicy, draftPolicy, draftPolicyVersion, reviseDraft } from './policy.commands.ts';
import { listPolicies, policiesById } from './policy.store.ts';

/** A version that a row of this database refers to. */
export async function versionOf(id: string, context: Context): Promise<PolicyVersion> {
  const version = await context.load(policyVersionsById, id, undefined);
  if (!version) throw new Error(`The version ${id} is not there`);
  return version;
}

async function clausesOf({ id, clauseIds }: PolicyVersion, context: Context): Promise<readonly Clause[]> {
  const clauses = await Promise.all(clauseIds.map((each) => context.load(clausesById, each, undefined)));
  const found = clauses.filter((each) => each !== null);
  if (found.length < clauseIds.length) throw new Error(`A clause of ${id} is not there`);
  return found;
}

async function diff(from: PolicyVersion, to: PolicyVersion, context: Context) {
  const [before, after] = await Promise.all([clausesOf(from, context), clausesOf(to, context)]);
  return { from, to, changes: diffClauses(before, after) };
}

async function numbered(policyId: string, number: number, context: Context): Promise<PolicyVersion> {
  const version = await context.load(policyVersionsByNumber, policyId, { number });
  if (!version) throw new BadInput(`The policy has no version ${number}.`);
  return version;
}

const successorOf = ({ id, effectiveFrom }: PolicyVersion, context: Context) =>
  effectiveFrom ? context.load(successors, id, undefined) : null;

/** How the SDL of policies and their versions maps to functions. */
export const policyResolvers: Resolvers = {
  Query: {
    policy: (_, { id }, context) => context.load(policiesById, id, undefined),
    policies: (_, args, { db, now }) => listPolicies(db.manager, { ...args, now: now() }),
    policyVersion: (_, { id }, context) => context.load(policyVersionsById, id, undefined),
    policyAt: (_, { policyId, at }, context) => context.load(policyVersionsAt, policyId, { at }),
  },
  Mutation: {
    draftPolicy: (_, { input }, context) => draftPolicy(context, input),
    amendPolicy: (_, { input }, context) => amendPolicy(context, input),
    draftPolicyVersion: (_, { input }, context) => draftPolicyVersion(context, input),
    reviseDraft: (_, { input }, context) => reviseDraft(context, input),
    submitForReview: (_, { input }, context) => submitForReview(context, input),
    returnToDraft: (_, { input }, context) => returnToDraft(context, input),
    approvePolicyVersion: (_, { input }, context) => approvePolicyVersion(context, input),
    withdrawPolicyVersion: (_, { input }, context) => withdrawPolicyVersion(context, input),
  },
  Policy: {
    __resolveReference: ({ id }, context) => context.load(policiesById, id, undefined),
    owner: ({ ownerId }) => ({ id: ownerId }),
    audience: ({ audienceRoles, audienceSiteIds }) => ({
      roles: audienceRoles,
      sites: audienceSiteIds.map((id) => ({ id })),
    }),
    versions: ({ id }, page, context) => nestedPage(context, policyVersionPages, id, page),
    versionAt: ({ id }, { at }, context) => context.load(policyVersionsAt, id, { at }),
    current: ({ id }, _, context) => context.load(policyVersionsAt, id, { at: context.now() }),
    diff: async ({ id }, { from, to }, context) =>
      diff(await numbered(id, from, context), await numbered(id, to, context), context),
  },
  Clause: {
    __resolveReference: ({ id }, context) => context.load(clausesById, id, undefined),
    policyVersion: ({ policyVersionId }, _, context) => versionOf(policyVersionId, context),
  },
  PolicyVersion: {
    __resolveReference: ({ id }, context) => context.load(policyVersionsById, id, undefined),
    policy: async ({ id, policyId }, _, context) => {
      const policy = await context.load(policiesById, policyId, undefined);
      if (!policy) throw new Error(`The policy of ${id} is not there`);
      return policy;
    },
    state: async (version, _, context) => stateOf(version, await successorOf(version, context), context.now()),
    clauses: (version, _, context) => clausesOf(version, context),
    authors: ({ authors }) => authors.flatMap(({ personId }) => (personId ? { id: personId } : [])),
    approver: ({ approver }) => (approver?.personId ? { id: approver.personId } : null),
    effectiveUntil: async (version, _, context) => effectiveUntil(version, await successorOf(version, context)),
    diff: async (version, { against }, context) => {
      const other = await context.load(policyVersionsById, against, undefined);
      if (other?.policyId !== version.policyId) throw new BadInput(`"${against}" is not a version of the same policy.`);
      return diff(other, version, context);
    },
  },
  DraftInProgress: {
    message: ({ policyVersion }) =>
      `Version ${policyVersion.number} is ${policyVersion.status === 'DRAFT' ? 'being written' : 'in review'}. Revise it, or withdraw it first.`,
  },
  IllegalVersionState: {
    message: ({ policyVersion, state }) =>
      `Version ${policyVersion.number} is ${state.toLowerCase().replaceAll('_', ' ')}, which does not allow this. Draft a new version to say something else.`,
  },
  ApproverIsAuthor: {
    message: ({ policyVersion }) =>
      `Whoever drafted or revised version ${policyVersion.number} does not approve it. Ask somebody else.`,
  },
  OverlappingVersion: {
    message: ({ policyVersion }) =>
      `Version ${policyVersion.number} is in effect in that time. Choose dates that leave it alone, or withdraw it.`,
  },
};
