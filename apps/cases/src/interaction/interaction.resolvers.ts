import type { Duration } from '@courtesy/kernel';
import { nestedPage, survivorOf, type Context } from '@courtesy/subgraph';
import { casesById, seesCasework } from '../case/case.store.ts';
import { holdersOfContacts } from '../case-merge/family.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { completenessOf } from './completeness.ts';
import { correctInteraction, logInteraction } from './interaction.commands.ts';
import { contactsOfCustomers, interactionPages, interactionsById, successorsOf } from './interaction.store.ts';
import type { Interaction } from './interaction.ts';

const letterOf = ({ channel, postedAt, receivedAt, postalReference }: Interaction) =>
  channel === 'LETTER' ? { postedAt, receivedAt, postalReference } : null;

const meetingOf = ({ channel, siteId, desk, waitMs }: Interaction) =>
  channel === 'FACE_TO_FACE'
    ? { site: siteId ? { id: siteId } : null, desk, waitTime: waitMs as Duration | null }
    : null;

function representativeOf(contact: Interaction) {
  const { representativeName: name, representativeRelation: relation, authority, authorityReference } = contact;
  return name && relation && authority ? { name, relation, authority, authorityReference } : null;
}

/** Which records a caller who wants those that were corrected too, or not, is shown. */
const recordsFor = ({ actor }: Context, includeSuperseded: boolean | null | undefined): 'all' | 'current' =>
  includeSuperseded && seesCasework(actor) ? 'all' : 'current';

/** How the SDL of contact records maps to functions. */
export const interactionResolvers: Resolvers = {
  Query: {
    interaction: (_, { id }, context) => context.load(interactionsById, id, undefined),
  },
  Mutation: {
    logInteraction: (_, { input }, context) => logInteraction(context, input),
    correctInteraction: (_, { input }, context) => correctInteraction(context, input),
  },
  Case: {
    interactions: ({ id }, { includeSuperseded, ...page }, context) =>
      nestedPage(context, interactionPages[recordsFor(context, includeSuperseded)], id, page),
  },
  Customer: {
    interactions: ({ id }, { includeSuperseded, ...page }, context) =>
      nestedPage(context, contactsOfCustomers[recordsFor(context, includeSuperseded)], id, page),
  },
  Interaction: {
    __resolveReference: ({ id }, context) => context.load(interactionsById, id, undefined),
    case: async ({ id, caseId }, _, context) => {
      if (caseId === null) return null;
      const about = await context.load(holdersOfContacts, id, undefined);
      if (!about) throw new Error(`The case of ${id} is not there`);
      return about;
    },
    addressedTo: ({ caseId }, _, context) => (caseId === null ? null : context.load(casesById, caseId, undefined)),
    customer: ({ customerId }, _, context) => (customerId === null ? null : survivorOf(context, customerId)),
    person: ({ personId }) => (personId ? { id: personId } : null),
    handleTime: ({ handleMs }) => handleMs as Duration | null,
    letter: letterOf,
    faceToFace: meetingOf,
    representative: representativeOf,
    completeness: completenessOf,
    current: async ({ id }, _, context) => (await context.load(successorsOf, id, undefined)) === null,
    supersedes: ({ supersedesId }, _, context) =>
      supersedesId ? context.load(interactionsById, supersedesId, undefined) : null,
    supersededBy: ({ id }, _, context) => context.load(successorsOf, id, undefined),
  },
  InteractionSuperseded: {
    message: ({ current }) => `This record was corrected before; the current one is ${current.id}.`,
  },
};
