import { invalidInput, isIdOf, notFound, type Problem } from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import { type Context, onceRequest, requireAll } from '@courtesy/subgraph';
import type { AdoptGoalInput, DivideGoalInput } from '@courtesy/graph-types/metrics';
import { problemsOfGoal, problemsOfParts, type Goal } from './goal.ts';
import { addGoals, hasParts, lockGoal, sharedTargets } from './goal.store.ts';

/** Goals are the organisation's. */
const FOR_ALL = 'Goals are set up by whoever reaches the whole organisation.';

interface Named {
  readonly ownerId?: string | null | undefined;
  readonly targetId?: string | null | undefined;
}

/** What is wrong with whom and what goals name. */
async function problemsOfNames(
  tx: Transaction,
  named: readonly (Named & { readonly path: string })[],
): Promise<Problem[]> {
  const shared = await sharedTargets(
    tx.manager,
    named.flatMap(({ targetId }) => targetId ?? []),
  );
  return named.flatMap(({ path, ownerId, targetId }) => [
    ...(ownerId == null || isIdOf('pers', ownerId)
      ? []
      : [{ path: `${path}ownerId`, message: `"${ownerId}" is not the id of a person` }]),
    ...(targetId == null || shared.has(targetId)
      ? []
      : [{ path: `${path}targetId`, message: `"${targetId}" is no target of a team or a site that counts` }]),
  ]);
}

const goalOf = ({ newId, now }: Context, { name, ownerId, targetId }: Named & { readonly name: string }): Goal => ({
  ...{ id: newId('goal'), name: name.trim(), parentId: null, weightPercent: null },
  ...{ targetId: targetId ?? null, ownerId: ownerId ?? null, adoptedAt: now() },
});

/** Puts on record what the organisation wants to come to. @throws a FORBIDDEN error for a caller who does not reach all of it. */
export async function adoptGoal(context: Context, input: AdoptGoalInput) {
  requireAll(context, FOR_ALL);
  const problems = problemsOfGoal(input);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction((tx) =>
    once(tx, onceRequest(context, 'adoptGoal', input), async () => {
      const wrongs = await problemsOfNames(tx, [{ ...input, path: '' }]);
      if (wrongs.length > 0) return invalidInput(wrongs);
      const goal = goalOf(context, input);
      await addGoals(tx.manager, [goal]);
      return { type: 'GoalAdopted' as const, goal };
    }),
  );
}

/** Divides a goal into parts whose weights come to 100, once. @throws a FORBIDDEN error for a caller who does not reach the whole organisation. */
export async function divideGoal(context: Context, input: DivideGoalInput) {
  requireAll(context, FOR_ALL);
  const problems = problemsOfParts(input);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction((tx) =>
    once(tx, onceRequest(context, 'divideGoal', input), async () => {
      const goal = await lockGoal(tx.manager, input.goalId);
      if (!goal) return notFound(input.goalId);
      if (goal.targetId !== null || (await hasParts(tx.manager, goal.id)))
        return { type: 'GoalIsMeasured' as const, goal };
      const named = input.parts.map((part, i) => ({ ...part, path: `parts[${i}].` }));
      const wrongs = await problemsOfNames(tx, named);
      if (wrongs.length > 0) return invalidInput(wrongs);
      const parts = input.parts.map((part) => ({
        ...goalOf(context, part),
        ...{ parentId: goal.id, weightPercent: part.weightPercent },
      }));
      await addGoals(tx.manager, parts);
      return { type: 'GoalDivided' as const, goal };
    }),
  );
}
