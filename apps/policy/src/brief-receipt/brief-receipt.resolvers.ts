import type { PageArgs } from '@courtesy/persistence';
import { nestedPage, type Context } from '@courtesy/subgraph';
import { seesPerson } from '../acknowledgement/people.store.ts';
import { briefVersionsById, timelines } from '../brief/brief.store.ts';
import { versionToRead } from '../brief/brief.ts';
import type { Resolvers } from '../resolver-types.ts';
import { confirmBriefRead } from './brief-receipt.commands.ts';
import {
  listBriefGaps,
  listReadRates,
  listUnread,
  ownReceipts,
  receiptPages,
  receiptsById,
} from './brief-receipt.store.ts';

/** Runs a list of the readers of a version: of the number asked for, or else the one that counts. Null when there is none. */
async function ofVersion<T>(
  list: (query: PageArgs & { readonly briefVersionId: string }) => Promise<T>,
  asked: PageArgs & { readonly briefId: string; readonly number?: number | null | undefined },
  context: Context,
): Promise<T | null> {
  const all = (await context.load(timelines, asked.briefId, undefined)) ?? [];
  const wanted =
    asked.number == null
      ? versionToRead(all, context.now())
      : all.find(({ number, approvedAt }) => number === asked.number && approvedAt !== null);
  return wanted ? list({ first: asked.first, after: asked.after, briefVersionId: wanted.id }) : null;
}

/** How the SDL of receipts maps to functions. */
export const briefReceiptResolvers: Resolvers = {
  Query: {
    unreadBriefs: async (_, { personId: asked, at, includeOptional, first, after }, { db, actor, now }) => {
      const personId = asked ?? actor.personId;
      if (!personId || !(await seesPerson(db.manager, actor, personId))) return null;
      return listUnread(db.manager, { personId, at: at ?? now(), includeOptional, first, after });
    },
    readRate: (_, args, context) =>
      ofVersion((query) => listReadRates(context.db.manager, context.actor, query), args, context),
    briefGaps: (_, args, context) =>
      ofVersion((query) => listBriefGaps(context.db.manager, context.actor, query), args, context),
  },
  Mutation: {
    confirmBriefRead: (_, { input }, context) => confirmBriefRead(context, input),
  },
  BriefVersion: {
    receipts: ({ id }, page, context) => nestedPage(context, receiptPages, id, page),
    myReceipt: ({ id }, _, context) => context.load(ownReceipts, id, undefined),
  },
  BriefReceipt: {
    __resolveReference: ({ id }, context) => context.load(receiptsById, id, undefined),
    person: ({ personId }) => ({ id: personId }),
    briefVersion: async ({ id, briefVersionId }, _, context) => {
      const version = await context.load(briefVersionsById, briefVersionId, undefined);
      if (!version) throw new Error(`The version of ${id} is not there`);
      return version;
    },
  },
  BriefGap: {
    person: ({ id }) => ({ id }),
    site: ({ siteId }) => ({ id: siteId }),
  },
  SiteReadRate: {
    site: ({ siteId }) => ({ id: siteId }),
    rate: ({ read, expected }) => read / expected,
  },
  BriefQuizFailed: {
    message: ({ score, passMark }) =>
      `The answers gave ${score} of a hundred points, and it takes ${passMark}. Read it again, then answer again.`,
  },
};
