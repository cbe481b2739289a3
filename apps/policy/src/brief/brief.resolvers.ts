import { nestedPage, type Context } from '@courtesy/subgraph';
import { endOf, successorOf, versionInEffect } from '../policy/effect.ts';
import type { Resolvers } from '../resolver-types.ts';
import { amendBrief, cancelBrief, draftBrief, publishBrief } from './brief.commands.ts';
import { stateAmong, stateOfBrief, type BriefVersion, type DatedVersion, type StaffBrief } from './brief.ts';
import { briefsById, briefVersionPages, briefVersionsById, listBriefs, timelines } from './brief.store.ts';

const timelineOf = async (briefId: string, context: Context): Promise<readonly DatedVersion[]> =>
  (await context.load(timelines, briefId, undefined)) ?? [];

async function versionAt({ id }: StaffBrief, at: Date, context: Context): Promise<BriefVersion | null> {
  const live = versionInEffect(await timelineOf(id, context), at);
  return live && context.load(briefVersionsById, live.id, undefined);
}

async function briefOf({ id, briefId }: BriefVersion, context: Context): Promise<StaffBrief> {
  const brief = await context.load(briefsById, briefId, undefined);
  if (!brief) throw new Error(`What ${id} is a version of is not there`);
  return brief;
}

/** A bulletin and a promotion brief alike. */
const staffBrief: NonNullable<Resolvers['ProductBulletin']> & NonNullable<Resolvers['PromotionBrief']> = {
  __resolveReference: ({ id }, context) => context.load(briefsById, id, undefined),
  state: async ({ id }, _, context) => stateOfBrief(await timelineOf(id, context), context.now()),
  current: (brief, _, context) => versionAt(brief, context.now(), context),
  versionAt: (brief, { at }, context) => versionAt(brief, at, context),
  versions: ({ id }, page, context) => nestedPage(context, briefVersionPages, id, page),
};

/** How the SDL of bulletins and promotion briefs maps to functions. */
export const briefResolvers: Resolvers = {
  Query: {
    brief: (_, { id }, context) => context.load(briefsById, id, undefined),
    briefVersion: (_, { id }, context) => context.load(briefVersionsById, id, undefined),
    briefs: (_, args, { db, now }) => listBriefs(db.manager, { ...args, now: now() }),
  },
  Mutation: {
    draftProductBulletin: (_, { input }, context) => draftBrief(context, 'BULLETIN', input),
    draftPromotionBrief: (_, { input }, context) => draftBrief(context, 'PROMOTION', input),
    publishBrief: (_, { input }, context) => publishBrief(context, input),
    amendBrief: (_, { input }, context) => amendBrief(context, input),
    cancelBrief: (_, { input }, context) => cancelBrief(context, input),
  },
  ProductBulletin: {
    ...staffBrief,
    product: ({ id, product }) => {
      if (product === null) throw new Error(`The bulletin ${id} is about nothing`);
      return product;
    },
  },
  PromotionBrief: staffBrief,
  BriefVersion: {
    __resolveReference: ({ id }, context) => context.load(briefVersionsById, id, undefined),
    brief: (version, _, context) => briefOf(version, context),
    state: async (version, _, context) =>
      stateAmong(version, await timelineOf(version.briefId, context), context.now()),
    audience: ({ audienceRoles, audienceSiteIds }) => ({
      roles: audienceRoles,
      sites: audienceSiteIds.map((id) => ({ id })),
    }),
    author: ({ authorId }) => (authorId ? { id: authorId } : null),
    publishedAt: ({ approvedAt }) => approvedAt,
    liveFrom: ({ effectiveFrom }) => effectiveFrom,
    liveUntil: async (version, _, context) => {
      const all = await timelineOf(version.briefId, context);
      return endOf(version, version.effectiveFrom && successorOf(all, version.effectiveFrom));
    },
  },
  IllegalBriefState: {
    message: ({ brief, state }) =>
      state === 'ENDED'
        ? `"${brief.title}" is over, which does not allow this. Look at its versions, or write a new one.`
        : `"${brief.title}" is ${state.toLowerCase()}, which does not allow this.`,
  },
};
