import { invalidInput, notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  BeginOnboardingInput,
  CompleteOnboardingActivityInput,
  PassProbationInput,
} from '@courtesy/graph-types/workforce';
import { findPeople } from '../person/person.store.ts';
import { lockLearner } from '../skill/skill.commands.ts';
import { complete, newPlan, pass, problemsOfOnboarding, type OnboardingPlan } from './onboarding.ts';
import { addPlan, findPlanOf, lockPlan, savePlan } from './onboarding.store.ts';

const changedEvent = (plan: OnboardingPlan, time: Date): NewEvent => ({
  ...{ type: 'courtesy.onboarding.changed.v1', subject: plan.id, sequence: plan.version, time },
  data: {
    ...{ personId: plan.personId, buddyId: plan.buddyId, startsOn: plan.startsOn },
    ...{ probationEndsOn: plan.probationEndsOn, passedAt: plan.passedAt?.toISOString() ?? null },
    activities: { all: plan.activities.length, done: plan.activities.filter(({ doneAt }) => doneAt).length },
  },
});

/** Begins the plan by which somebody grows into their work, and tells whoever gives out work how much is theirs from when on. */
export function beginOnboarding(context: Context, input: BeginOnboardingInput) {
  const now = context.now();
  const { actor, newId } = context;
  const request = { key: input.idempotencyKey, operation: 'beginOnboarding', subject: actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const problems = problemsOfOnboarding(input);
      if (problems.length > 0) return invalidInput(problems);
      const newcomer = await lockLearner(context, tx, input.personId);
      if (!newcomer) return notFound(input.personId);
      if (newcomer.person.leftAt) return { type: 'PersonHasLeft' as const, person: newcomer.person };
      if (input.buddyId && !(await findPeople(tx.manager, [input.buddyId])).has(input.buddyId))
        return notFound(input.buddyId);
      const plan = newPlan(input, { id: newId('onbd'), at: now, timeZone: newcomer.site.timeZone });
      if (!(await addPlan(tx.manager, plan))) {
        const begun = await findPlanOf(tx.manager, input.personId);
        if (begun) return { type: 'OnboardingHasBegun' as const, plan: begun };
      }
      const capacity = { personId: plan.personId, steps: [...plan.steps] };
      tx.emit(changedEvent(plan, now), {
        ...{ type: 'courtesy.working-capacity.changed.v1', subject: plan.personId, sequence: 1, time: now },
        data: capacity,
      });
      return { type: 'OnboardingBegun' as const, plan };
    }),
  );
}

/** The one way of a change: lock the plan, let the domain decide, save, announce. */
function changePlan<O extends { readonly type: string; readonly plan: OnboardingPlan }>(
  context: Context,
  request: { readonly planId: string; readonly expectedVersion?: number | null | undefined },
  decide: (current: OnboardingPlan) => O | null,
): Promise<O | NotFound | StaleVersion<OnboardingPlan>> {
  return context.db.transaction(async (tx) => {
    const current = await lockPlan(tx.manager, context.actor, request.planId);
    if (!current) return notFound(request.planId);
    const expected = request.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = decide(current);
    if (!outcome) return notFound(request.planId);
    if (outcome.plan.version === current.version) return outcome;
    await savePlan(tx.manager, outcome.plan);
    tx.emit(changedEvent(outcome.plan, context.now()));
    return outcome;
  });
}

/** Marks an activity of a plan as done: by the person, their buddy, or whoever leads them. */
export const completeOnboardingActivity = (context: Context, input: CompleteOnboardingActivityInput) =>
  changePlan(context, input, (current) => complete(current, input.number, context.now()));

/** Passes somebody's probation. */
export const passProbation = (context: Context, input: PassProbationInput) =>
  changePlan(context, input, (current) =>
    pass(current, { personId: context.actor.personId ?? null, at: context.now() }),
  );
