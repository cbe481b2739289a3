import type { Duration } from '@courtesy/kernel';
import type { Batch, Context } from '@courtesy/subgraph';
import { referenceOf } from '../case/case.ts';
import { casesById } from '../case/case.store.ts';
import { linksSeen } from '../case-link/case-link.store.ts';
import { splitsSeen } from '../case-split/case-split.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { mergeCases, undoMerge } from './case-merge.commands.ts';
import type { CannotMerge } from './case-merge.ts';
import { mergesOfCases, mergesSeen } from './case-merge.store.ts';
import { handleTimesOfCases, mergedIntoCases, survivorsOf } from './family.store.ts';

/** A record that an entry of a timeline tells of: who sees the case sees it. */
async function onRecord<T>(context: Context, batch: Batch<T>, id: string): Promise<T> {
  const found = await context.load(batch, id, undefined);
  if (!found) throw new Error(`The record ${id} of a timeline is not there`);
  return found;
}

const personOf = (id: string | null) => (id ? { id } : null);

/** The sentence for cases that cannot be one. */
export function explainMerge({ reason, case: merged, survivor }: CannotMerge): string {
  const [one, other] = [referenceOf(merged), referenceOf(survivor)];
  switch (reason) {
    case 'SAME_CASE':
      return `${one} goes on in ${other} already.`;
    case 'DIFFERENT_CUSTOMERS':
      return `${one} and ${other} are of different customers: link them instead, or merge the customers first.`;
    case 'SURVIVOR_ENDED':
      return `${other} has been answered or ended, and ${one} has not: reopen or continue ${other}, or merge it into ${one}.`;
  }
}

/** How the SDL of merges maps to functions. */
export const caseMergeResolvers: Resolvers = {
  Query: {
    caseMerge: (_, { id }, context) => context.load(mergesSeen, id, undefined),
  },
  Mutation: {
    mergeCases: (_, { input }, context) => mergeCases(context, input),
    undoMerge: (_, { input }, context) => undoMerge(context, input),
  },
  Case: {
    survivor: ({ id }, _, context) => context.load(survivorsOf, id, undefined),
    mergedCases: ({ id }, _, context) => context.load(mergedIntoCases, id, undefined),
    merges: ({ id }, _, context) => context.load(mergesOfCases, id, undefined),
    handleTime: async ({ id }, _, context) => (await context.load(handleTimesOfCases, id, undefined)) as Duration,
  },
  CaseMerge: {
    __resolveReference: ({ id }, context) => context.load(mergesSeen, id, undefined),
    state: ({ undone }) => (undone ? 'REVERTED' : 'APPLIED'),
    survivor: ({ survivorId }, _, context) => context.load(casesById, survivorId, undefined),
    person: ({ personId }) => personOf(personId),
  },
  MergedCase: {
    case: ({ caseId }, _, context) => context.load(casesById, caseId, undefined),
  },
  Undoing: {
    person: ({ personId }) => personOf(personId),
  },
  CaseMergeEntry: {
    merge: ({ mergeId }, _, context) => onRecord(context, mergesSeen, mergeId),
  },
  CaseSplitEntry: {
    split: ({ splitId }, _, context) => onRecord(context, splitsSeen, splitId),
  },
  CaseLinkEntry: {
    link: ({ linkId }, _, context) => onRecord(context, linksSeen, linkId),
  },
  CannotMerge: {
    message: explainMerge,
  },
  MergeAlreadyUndone: {
    message: ({ merge }) => `This merge was undone before, with the reason: ${merge.undone?.reason ?? ''}`,
  },
};
