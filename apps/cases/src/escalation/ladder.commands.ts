import type { InvalidInput } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { PublishEscalationLadderInput } from '@courtesy/graph-types/cases';
import { addLadder } from './ladder.store.ts';
import { problemsOfLadder, type EscalationLadder, type EscalationLadderPublished } from './ladder.ts';

/** Puts a version of a ladder in force, for cases whose customers begin to wait from now on. */
export async function publishEscalationLadder(
  context: Context,
  input: PublishEscalationLadderInput,
): Promise<EscalationLadderPublished | InvalidInput | IdempotencyKeyReused> {
  const { actor, db } = context;
  const now = context.now();
  const problems = problemsOfLadder(input.name, input.levels);
  if (problems) return problems;
  const request = { key: input.idempotencyKey, operation: 'publishEscalationLadder', subject: actor.subject };
  return db.transaction((tx) =>
    once(tx, { ...request, input, now }, async () => {
      const ladder: EscalationLadder = await addLadder(tx.manager, {
        ...{ id: context.newId('escl'), name: input.name.trim(), levels: input.levels },
        ...{ caseType: input.caseType ?? null, priority: input.priority ?? null },
        ...{ effectiveFrom: now, publishedBy: actor.subject },
      });
      const { name, caseType, priority, number } = ladder;
      const levels = ladder.levels.map(({ level, after, acceptWithin }) => ({
        ...{ level, afterMs: after, acceptWithinMs: acceptWithin },
      }));
      tx.emit({
        ...{ type: 'courtesy.escalation-ladder.published.v1', subject: ladder.id, sequence: 1, time: now },
        data: { name, caseType, priority, number, levels, effectiveFrom: now.toISOString() },
      });
      return { type: 'EscalationLadderPublished' as const, ladder };
    }),
  );
}
