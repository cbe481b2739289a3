import { nestedPage } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { vulnerabilitiesById } from '../vulnerability/vulnerability.store.ts';
import { restrictedReadPages } from './restricted-read.store.ts';

/** How the SDL of restricted reads maps to functions. */
export const restrictedReadResolvers: Resolvers = {
  Customer: {
    restrictedReads: ({ id }, page, context) => nestedPage(context, restrictedReadPages, id, page),
  },
  RestrictedRead: {
    // As yet vulnerabilities are the only kind.
    record: ({ recordId }, _, context) => context.load(vulnerabilitiesById, recordId, undefined),
    person: ({ readerPersonId }) => (readerPersonId ? { id: readerPersonId } : null),
  },
};
