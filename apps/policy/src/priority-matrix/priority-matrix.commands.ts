import type { NewEvent } from '@courtesy/events';
import { invalidInput, staleVersion, type InvalidInput, type StaleVersion } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { PublishPriorityMatrixInput } from '@courtesy/graph-types/policy';
import { problemsOfMatrix, ruleOf } from './drafting.ts';
import {
  publish,
  type OverlappingMatrixVersion,
  type PriorityMatrix,
  type PriorityMatrixPublished,
  type PriorityMatrixVersion,
} from './priority-matrix.ts';
import { addMatrixVersion, everyVersion, lockMatrix } from './priority-matrix.store.ts';
import { MATRIX_ID } from './shipped-matrix.ts';

/** What can come of publishing a version of the matrix. */
export type PublishPriorityMatrixOutcome =
  | PriorityMatrixPublished
  | OverlappingMatrixVersion
  | StaleVersion<PriorityMatrix>
  | InvalidInput
  | IdempotencyKeyReused;

const publishedEvent = (version: PriorityMatrixVersion): NewEvent => ({
  type: 'courtesy.priority-matrix.published.v1',
  subject: MATRIX_ID,
  sequence: version.number,
  time: version.publishedAt,
  data: {
    number: version.number,
    effectiveFrom: version.effectiveFrom.toISOString(),
    base: version.base.map((cell) => ({ ...cell })),
    rules: version.rules.map((rule) => ({ ...rule, conditions: [...rule.conditions] })),
  },
});

function versionOf(context: Context, input: PublishPriorityMatrixInput, number: number): PriorityMatrixVersion {
  const { actor, newId } = context;
  const now = context.now();
  return {
    id: newId('pmxv'),
    number,
    effectiveFrom: input.effectiveFrom ?? now,
    base: input.base.map(({ impact, urgency, priority }) => ({ impact, urgency, priority })),
    rules: (input.rules ?? []).map(ruleOf),
    reason: input.reason.trim(),
    authorId: actor.personId ?? null,
    publishedBy: actor.subject,
    publishedAt: now,
  };
}

/** Publishes a version of the priority matrix, in place of the one before from some instant on. */
export async function publishPriorityMatrix(
  context: Context,
  input: PublishPriorityMatrixInput,
): Promise<PublishPriorityMatrixOutcome> {
  const now = context.now();
  const problems = problemsOfMatrix(input, now);
  if (problems.length > 0) return invalidInput(problems);
  const operation = 'publishPriorityMatrix';
  const request = { key: input.idempotencyKey, operation, subject: context.actor.subject, input, now };
  return context.db.transaction((tx) =>
    once<Exclude<PublishPriorityMatrixOutcome, IdempotencyKeyReused>>(tx, request, async () => {
      await lockMatrix(tx.manager);
      const versions = await everyVersion(tx.manager);
      const current: PriorityMatrix = { id: MATRIX_ID, version: versions.length - 1 };
      if (input.expectedVersion != null && input.expectedVersion !== current.version)
        return staleVersion(input.expectedVersion, current);
      const outcome = publish(versions, versionOf(context, input, current.version + 1), { id: MATRIX_ID, now });
      if (outcome.type !== 'PriorityMatrixPublished') return outcome;
      await addMatrixVersion(tx.manager, outcome.version);
      tx.emit(publishedEvent(outcome.version));
      return outcome;
    }),
  );
}
