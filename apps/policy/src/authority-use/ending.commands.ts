import { amountOf, invalidInput, type InvalidInput, isProblem, notFound, type NotFound } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { SettleAuthorityUseInput, VoidAuthorityUseInput } from '@courtesy/graph-types/policy';
import { problemsOfReason } from '../authority-grant/granting.ts';
import type {
  AuthorityUse,
  AuthorityUseEnded,
  AuthorityUseSettled,
  AuthorityUseVoided,
  UseEnd,
} from './authority-use.ts';
import { addEnd, findUse } from './authority-use.store.ts';
import { useChangedEvent } from './use-events.ts';

type Refused = AuthorityUseEnded | NotFound | InvalidInput | IdempotencyKeyReused;
/** What can come of settling a use. */
export type SettleOutcome = AuthorityUseSettled | Refused;
/** What can come of voiding a use. */
export type VoidOutcome = AuthorityUseVoided | Refused;

interface Ending {
  readonly operation: string;
  readonly input: { readonly idempotencyKey: string; readonly useId: string };
  /** How the use ends, or why it cannot. */
  readonly endOf: (use: AuthorityUse) => Pick<UseEnd, 'kind' | 'minor' | 'reason'> | InvalidInput;
}

async function endUse(
  context: Context,
  { operation, input, endOf }: Ending,
): Promise<{ readonly type: 'Ended'; readonly use: AuthorityUse } | Refused> {
  const asked = {
    key: input.idempotencyKey,
    operation,
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  return context.db.transaction((tx) =>
    once(tx, asked, async () => {
      const use = await findUse(tx.manager, context.actor, input.useId);
      if (!use) return notFound(input.useId);
      if (use.end) return { type: 'AuthorityUseEnded' as const, use };
      const how = endOf(use);
      if ('type' in how) return how;
      const end: UseEnd = { ...how, id: use.id, endedBy: context.actor.subject, endedAt: context.now() };
      if (!(await addEnd(tx.manager, end))) {
        const ended = (await findUse(tx.manager, context.actor, use.id)) ?? use;
        return { type: 'AuthorityUseEnded' as const, use: ended };
      }
      const ended = { ...use, end };
      tx.emit(useChangedEvent(ended));
      return { type: 'Ended' as const, use: ended };
    }),
  );
}

/** Records that a reserved amount, or a part of it, was paid or given. */
export async function settleAuthorityUse(context: Context, input: SettleAuthorityUseInput): Promise<SettleOutcome> {
  const amount = input.amount ? amountOf('amount', input.amount) : null;
  if (isProblem(amount)) return invalidInput([amount]);
  const outcome = await endUse(context, {
    operation: 'settleAuthorityUse',
    input,
    endOf: (use) => {
      if (amount && (amount.currency !== use.currency || amount.minor > use.minor))
        return invalidInput([{ path: 'amount', message: `is more than was reserved, or not in ${use.currency}` }]);
      return { kind: 'SETTLED', minor: amount?.minor ?? use.minor, reason: null };
    },
  });
  return outcome.type === 'Ended' ? { type: 'AuthorityUseSettled', use: outcome.use } : outcome;
}

/** Records that a reserved amount will not be paid or given, and frees it. */
export async function voidAuthorityUse(context: Context, input: VoidAuthorityUseInput): Promise<VoidOutcome> {
  const problems = problemsOfReason('reason', input.reason);
  if (problems.length > 0) return invalidInput(problems);
  const outcome = await endUse(context, {
    operation: 'voidAuthorityUse',
    input,
    endOf: () => ({ kind: 'VOIDED', minor: 0n, reason: input.reason.trim() }),
  });
  return outcome.type === 'Ended' ? { type: 'AuthorityUseVoided', use: outcome.use } : outcome;
}
