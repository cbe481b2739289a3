import type { Context } from '@courtesy/subgraph';
import { nestedPage } from '../contract/nested-page.store.ts';
import { successorOf, versionInEffect } from '../policy/effect.ts';
import { policiesById } from '../policy/policy.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import {
  approveCompensationSchemeVersion,
  draftCompensationScheme,
  draftCompensationSchemeVersion,
  withdrawCompensationSchemeVersion,
} from './compensation-scheme.commands.ts';
import {
  effectiveUntil,
  stateAmong,
  type CompensationScheme,
  type CompensationSchemeVersion,
} from './compensation-scheme.ts';
import {
  bandsById,
  bandsOfVersions,
  listSchemes,
  schemesById,
  schemeVersionPages,
  schemeVersionsById,
  versionsOfSchemes,
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

const siblings = async ({ schemeId }: CompensationSchemeVersion, context: Context) =>
  (await context.load(versionsOfSchemes, schemeId, undefined)) ?? [];

const inEffect = async (id: string, at: Date, context: Context) =>
  versionInEffect((await context.load(versionsOfSchemes, id, undefined)) ?? [], at);

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
    versionAt: ({ id }, { at }, context) => inEffect(id, at, context),
    current: ({ id }, _, context) => inEffect(id, context.now(), context),
  },
  CompensationSchemeVersion: {
    __resolveReference: ({ id }, context) => context.load(schemeVersionsById, id, undefined),
    scheme: ({ schemeId }, _, context) => schemeOf(schemeId, context),
    state: async (version, _, context) => stateAmong(version, await siblings(version, context), context.now()),
    bands: async ({ id }, _, context) => (await context.load(bandsOfVersions, id, undefined)) ?? [],
    author: ({ author }) => person(author.personId),
    approver: ({ approver }) => person(approver?.personId),
    effectiveUntil: async (version, _, context) =>
      effectiveUntil(
        version,
        version.effectiveFrom && successorOf(await siblings(version, context), version.effectiveFrom),
      ),
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
