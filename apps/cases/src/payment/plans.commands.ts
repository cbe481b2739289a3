import type { Transaction } from '@courtesy/persistence';
import type { ResourceHost } from '@courtesy/subgraph';
import type { SagaPlan } from '../saga/driving.commands.ts';
import type { SagaStep, StepAnswer } from '../saga/plan.ts';
import type { BudgetAnswer } from './budget.ts';
import { budgetDesk } from './budget-desk.commands.ts';
import { deciding } from './deciding.ts';
import { inTime, noProvider } from './paying.commands.ts';
import { endingOf, movePayout, type Payout, type PayoutKind } from './payout.ts';
import { payoutEvent } from './payout-events.ts';
import { payoutOf, savePayout } from './payout.store.ts';
import { policyDesk } from './policy-desk.commands.ts';
import type { PaymentProvider } from './provider.ts';
import { sandboxProvider } from './sandbox.commands.ts';
import { payoutSteps, type AuthorityAnswer, type Desks } from './steps.commands.ts';

/** The first step that differs between kinds: what the rules say on a payout. */
export type DecideStep = (desks: Desks) => SagaStep<Payout>;

/** What a step that was done makes of its payout; null when it changes nothing of it. */
function afterDone(
  payout: Payout,
  step: string,
  { answer, at }: { readonly answer: unknown; readonly at: Date },
): Payout | null {
  const authority = answer as AuthorityAnswer | null;
  switch (step) {
    case 'RESERVE_BUDGET': {
      const came = answer as BudgetAnswer;
      if (came.type !== 'RESERVED') return null;
      return { ...payout, budgetCommitmentId: came.commitmentId, version: payout.version + 1 };
    }
    case 'DECIDE':
      return deciding(payout, answer);
    case 'RESERVE_AUTHORITY': {
      const clauseIds = authority?.clauseId ? [...payout.clauseIds, authority.clauseId] : payout.clauseIds;
      const change = {
        clauseIds,
        authorityUseId: authority?.useId ?? null,
        authorityRequestId: authority?.requestId ?? null,
      };
      return movePayout(payout, authority?.useId ? 'AUTO_APPROVED' : 'PENDING_APPROVAL', change);
    }
    case 'APPROVE': {
      const by = payout.approval?.by;
      if (!authority || !by) return null;
      const clauseIds = authority.clauseId ? [...payout.clauseIds, authority.clauseId] : payout.clauseIds;
      const change = { approval: null, approvedBy: by.subject, approverId: by.personId, approvedAt: at };
      return movePayout(payout, 'APPROVED', { ...change, clauseIds, authorityUseId: authority.useId });
    }
    case 'EXECUTE':
      return movePayout(payout, 'EXECUTED', { executedAt: at });
    default:
      return null;
  }
}

/** What an answer makes of its payout; null when it changes nothing of it. */
function after(
  payout: Payout,
  { name, came }: { readonly name: string; readonly came: StepAnswer },
  at: Date,
): Payout | null {
  if (came.type === 'DECLINED') return { ...payout, approval: null, version: payout.version + 1 };
  if (came.type === 'DONE') return afterDone(payout, name, { answer: came.answer, at });
  const endReason = payout.endReason ?? came.problem;
  const told =
    name === 'DECIDE' && came.answer ? deciding(payout, came.answer) : { ...payout, version: payout.version + 1 };
  return { ...told, endReason };
}

async function keep(tx: Transaction, was: Payout, now: Payout | null, at: Date): Promise<void> {
  if (!now) return;
  await savePayout(tx.manager, now);
  if (now.status !== was.status) tx.emit(payoutEvent(now, at));
}

function planOf(kind: PayoutKind, steps: readonly SagaStep<Payout>[], now: () => Date): SagaPlan<Payout> {
  return {
    kind,
    steps,
    load: payoutOf,
    took: (tx, payout, step) => keep(tx, payout, after(payout, step, now()), now()),
    ended: (tx, payout, ending) => {
      const at = now();
      const status = ending === null ? 'SETTLED' : endingOf(payout, ending);
      const change = ending === null ? { settledAt: at } : { endedAt: at, approval: null };
      return keep(tx, payout, movePayout(payout, status, change), at);
    },
  };
}

/** The provider that the environment names. */
function providerOf({ config, database, now }: ResourceHost): PaymentProvider {
  const provider = config['PAYMENT_PROVIDER'] === 'sandbox' ? sandboxProvider({ database, now }) : noProvider;
  return inTime(provider, Number(config['PAYMENT_TIMEOUT_MS'] ?? 5_000));
}

/** The plans of all payouts, each kind with its own way of asking the rules. */
export const payoutPlans =
  (decide: Readonly<Record<PayoutKind, DecideStep>>) =>
  (host: ResourceHost): SagaPlan<Payout>[] => {
    const [policy, budget] = [policyDesk(host.peer('policy')), budgetDesk(host.peer('metrics'))];
    const desks: Desks = { policy, budget, provider: providerOf(host) };
    return (Object.keys(decide) as PayoutKind[]).map((kind) =>
      planOf(kind, payoutSteps(desks, decide[kind](desks)), host.now),
    );
  };
