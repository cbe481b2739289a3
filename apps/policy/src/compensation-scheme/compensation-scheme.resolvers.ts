import { nestedPage, type Context } from '@courtesy/subgraph';
import { stateOf } from '../policy/effect.ts';
import { effectiveUntil } from '../policy/policy-version.ts';
import { policiesById } from '../policy/policy.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import {
  approveCompensationSchemeVersion,
  draftCompensationScheme,
  draftCompensationSchemeVersion,
  withdrawCompensationSchemeVersion,
} from './compensation-scheme.commands.ts';
import type { CompensationScheme, CompensationSchemeVersion } from './compensation-scheme.ts';
import {
  bandsById,
  bandsOfVersions,
  listSchemes,
  schemesById,
  schemeSuccessors,
  schemeVersionPages,
  schemeVersionsAt,
  schemeVersionsById,
} from './compensation-scheme.store.ts';

/** A scheme that a row of this database refers to. */
export async function schemeOf(id: string, context: Context): Promise<CompensationScheme> {
  const scheme = await context.load(schemesById, id, undefined);
  if (!scheme) throw new Error(`The scheme ${id} is not there`);
  return scheme;
}

async function schemeVersionOf(id: string, context: Context): Promise<CompensationSchemeVersion> {
  const version = await context.load(schemeVersionsById, id, undefined);
  if (!version) throw new Error(`The version ${id} is not there`);
  return version;
}

const successorOf = ({ id, effectiveFrom }: CompensationSchemeVersion, context: Context) =>
  effectiveFrom ? context.load(schemeSuccessors, id, undefined) : null;

const person = (personId: string | null | undefined) => (personId ? { id: personId } : null);

/** How the SDL of compensation schemes maps to functions. */
export const compensationSchemeResolvers: Resolvers = {
  Query: {
    compensationScheme: (_, { id }, context) => context.load(schemesById, id, undefined),
    compensationSchemes: (_, page, { db }) => listSchemes(db.manager, page),
    compensationSchemeVersion: (_, { id }, context) => context.load(schemeVersionsById, id, undefined),
  },
  Mutation: {
    draftCompensationScheme: (_, { input }, context) => draftCompensationScheme(context, input),
    draftCompensationSchemeVersion: (_, { input }, context) => draftCompensationSchemeVersion(context, input),
    approveCompensationSchemeVersion: (_, { input }, context) => approveCompensationSchemeVersion(context, input),
    withdrawCompensationSchemeVersion: (_, { input }, context) => withdrawCompensationSchemeVersion(context, input),
  },
  CompensationScheme: {
    __resolveReference: ({ id }, context) => context.load(schemesById, id, undefined),
    policy: ({ policyId }, _, context) => (policyId ? context.load(policiesById, policyId, undefined) : null),
    versions: ({ id }, page, context) => nestedPage(context, schemeVersionPages, id, page),
    versionAt: ({ id }, { at }, context) => context.load(schemeVersionsAt, id, { at }),
    current: ({ id }, _, context) => context.load(schemeVersionsAt, id, { at: context.now() }),
  },
  CompensationSchemeVersion: {
    __resolveReference: ({ id }, context) => context.load(schemeVersionsById, id, undefined),
    scheme: ({ schemeId }, _, context) => schemeOf(schemeId, context),
    state: async (version, _, context) => stateOf(version, await successorOf(version, context), context.now()),
    bands: async ({ id }, _, context) => (await context.load(bandsOfVersions, id, undefined)) ?? [],
    author: ({ author }) => person(author.personId),
    approver: ({ approver }) => person(approver?.personId),
    effectiveUntil: async (version, _, context) => effectiveUntil(version, await successorOf(version, context)),
  },
  CompensationBand: {
    __resolveReference: ({ id }, context) => context.load(bandsById, id, undefined),
    min: ({ minMinor, currency }) => ({ minor: minMinor, currency }),
    max: ({ maxMinor, currency }) => ({ minor: maxMinor, currency }),
    schemeVersion: ({ schemeVersionId }, _, context) => schemeVersionOf(schemeVersionId, context),
  },
  SchemeVersionNotOpen: {
    message: ({ schemeVersion, state }) =>
      `Version ${schemeVersion.number} is ${state.toLowerCase()}, which does not allow this. Draft another version.`,
  },
  OverlappingSchemeVersion: {
    message: ({ schemeVersion }) =>
      `Version ${schemeVersion.number} is in effect in that time. Choose dates that leave it alone, or withdraw it.`,
  },
};
