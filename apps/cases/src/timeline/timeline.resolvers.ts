import { interactionsById } from '../interaction/interaction.store.ts';
import type { Context } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { timelinePages } from './timeline.store.ts';

async function contactOf({ interactionId }: { readonly interactionId: string }, _: unknown, context: Context) {
  const contact = await context.load(interactionsById, interactionId, undefined);
  if (!contact) throw new Error(`The contact ${interactionId} of a timeline is not there`);
  return contact;
}

/** How the SDL of timelines maps to functions. What an entry says of itself it carries under the names of its fields. */
export const timelineResolvers: Resolvers = {
  Case: {
    timeline: async ({ id }, { first, after, kinds, orderBy }, context) => {
      const page = await context.load(timelinePages, id, { first, after, kinds, orderBy: orderBy ?? 'NEWEST_FIRST' });
      if (!page) throw new Error(`No page came back for ${id}`);
      return page;
    },
  },
  TimelineActor: {
    person: ({ personId }) => (personId ? { id: personId } : null),
  },
  ContactRecordedEntry: { interaction: contactOf },
  ContactCorrectedEntry: { interaction: contactOf },
};
