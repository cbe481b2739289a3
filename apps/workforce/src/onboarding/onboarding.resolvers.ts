import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { beginOnboarding, completeOnboardingActivity, passProbation } from './onboarding.commands.ts';
import { percentAt } from './onboarding.ts';
import { plansById, plansOfPeople } from './onboarding.store.ts';

/** How the SDL of onboarding maps to functions. */
export const onboardingResolvers: Resolvers = {
  Query: {
    onboardingPlan: (_, { id }, context) => context.load(plansById, id, undefined),
  },
  Mutation: {
    beginOnboarding: (_, { input }, context) => beginOnboarding(context, input),
    completeOnboardingActivity: (_, { input }, context) => completeOnboardingActivity(context, input),
    passProbation: (_, { input }, context) => passProbation(context, input),
  },
  OnboardingPlan: {
    __resolveReference: ({ id }, context) => context.load(plansById, id, undefined),
    person: ({ personId }, _, context) => present(context.load(peopleById, personId, undefined), personId),
    buddy: ({ buddyId }, _, context) => (buddyId ? context.load(peopleById, buddyId, undefined) : null),
    steps: ({ steps }) => steps.map(({ from, percent }) => ({ from: new Date(from), percent })),
    percent: ({ steps }, { at }, { now }) => percentAt(steps, at ?? now()),
    activities: ({ activities }) =>
      activities.map(({ title, doneAt }, index) => ({
        number: index + 1,
        title,
        doneAt: doneAt ? new Date(doneAt) : null,
      })),
    passedBy: ({ passedById }, _, context) => (passedById ? context.load(peopleById, passedById, undefined) : null),
  },
  Person: {
    onboarding: ({ id }, _, context) => context.load(plansOfPeople, id, undefined),
  },
  OnboardingHasBegun: { message: ({ plan }) => `Their plan began on ${plan.startsOn}.` },
  OnboardingUnfinished: {
    message: ({ plan }) => {
      const open = plan.activities.filter(({ doneAt }) => doneAt === null);
      return `To be done yet: ${open.map(({ title }) => title).join(', ')}.`;
    },
  },
  ProbationIsPassed: { message: ({ plan }) => `It was passed at ${plan.passedAt?.toISOString() ?? ''}.` },
  ProbationIsOwn: { message: () => 'Somebody else must say whether it is passed.' },
};
