import type { Context } from '@courtesy/subgraph';
import { present } from '../directory/present.ts';
import { openingsById } from '../opening/opening.store.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import {
  recordApplication,
  recordStart,
  rejectApplicant,
  shortlistApplicant,
  withdrawApplication,
} from './applicant.commands.ts';
import { isNamed, type Applicant } from './applicant.ts';
import { applicantsById, stepsOfApplicants } from './applicant.store.ts';

const openingOf = ({ openingId }: Applicant, context: Context) =>
  present(context.load(openingsById, openingId, undefined), openingId);

/** What says who somebody is; null as long as nobody may know. */
async function ifNamed<K extends 'name' | 'email' | 'phone' | 'personId'>(
  applicant: Applicant,
  part: K,
  context: Context,
): Promise<Applicant[K] | null> {
  return isNamed(applicant, await openingOf(applicant, context)) ? applicant[part] : null;
}

/** How the SDL of applicants maps to functions. */
export const applicantResolvers: Resolvers = {
  Query: {
    applicant: (_, { id }, context) => context.load(applicantsById, id, undefined),
  },
  Mutation: {
    recordApplication: (_, { input }, context) => recordApplication(context, input),
    shortlistApplicant: (_, { input }, context) => shortlistApplicant(context, input),
    rejectApplicant: (_, { input }, context) => rejectApplicant(context, input),
    withdrawApplication: (_, { input }, context) => withdrawApplication(context, input),
    recordStart: (_, { input }, context) => recordStart(context, input),
  },
  Applicant: {
    __resolveReference: ({ id }, context) => context.load(applicantsById, id, undefined),
    opening: (applicant, _, context) => openingOf(applicant, context),
    name: (applicant, _, context) => ifNamed(applicant, 'name', context),
    email: (applicant, _, context) => ifNamed(applicant, 'email', context),
    phone: (applicant, _, context) => ifNamed(applicant, 'phone', context),
    person: async (applicant, _, context) => {
      const personId = await ifNamed(applicant, 'personId', context);
      return personId ? context.load(peopleById, personId, undefined) : null;
    },
    history: async ({ id }, _, context) => [...((await context.load(stepsOfApplicants, id, undefined)) ?? [])],
  },
  ApplicantStep: {
    by: ({ byId }, _, context) => (byId ? context.load(peopleById, byId, undefined) : null),
  },
  AppliedBefore: {
    message: ({ applicant }) => `Applicant ${applicant.number} applied with this address or as this person before.`,
  },
  ApplicantIsElsewhere: {
    message: ({ applicant }) => `Applicant ${applicant.number} is ${applicant.status.toLowerCase()}.`,
  },
  InternalApplicantsFirst: {
    message: ({ until, waiting }) =>
      `Until ${until.toISOString()} those who work here come first; ${waiting.length} of them wait to be decided on.`,
    waiting: ({ waiting }) => [...waiting],
  },
};
