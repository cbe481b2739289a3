import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { ApproveDecisionTableVersionInput, WithdrawDecisionTableVersionInput } from '@courtesy/graph-types/policy';
import { models } from '../bounded-models.ts';
import { clausesInEffectAt } from '../policy/clause-in-effect.store.ts';
import { citationOf, type Provision } from '../policy/clause.ts';
import { authorOf } from '../policy/policy.commands.ts';
import { problemsOfReason } from '../policy/policy-version.ts';
import { citingRules, refusalAtGate, type GateRefusal } from './approval-gate.ts';
import { approvedEvent, withdrawnEvent } from './decision-table-events.ts';
import {
  approve,
  refusalToApprove,
  withdraw,
  type ApprovalRefusal,
  type DecisionTableVersionApproved,
  type DecisionTableVersionWithdrawn,
  type IllegalDecisionTableState,
} from './decision-table-version.ts';
import { saveDecisionTableVersion } from './decision-table-version.store.ts';
import { onVersion, type LockedVersion, type Refusal } from './version-change.commands.ts';

/** What can come of approving a version. */
export type ApproveDecisionTableVersionOutcome = DecisionTableVersionApproved | GateRefusal | ApprovalRefusal | Refusal;
/** What can come of withdrawing a version. */
export type WithdrawDecisionTableVersionOutcome =
  DecisionTableVersionWithdrawn | IllegalDecisionTableState | Refusal | InvalidInput;

/** What the gate has against a version whose rules are to count from an instant on, or else the rules that no facts reach. */
async function gate(tx: Transaction, { decisionTable, current }: LockedVersion, effectiveFrom: Date) {
  const analyses = await models.analysisOf(current);
  const rules = citingRules(current.model, current.decision, decisionTable.policyId);
  const cited = new Set(rules.flatMap(({ provision }) => (provision ? [citationOf(provision)] : [])));
  const standing = await clausesInEffectAt(tx.manager, [...cited], effectiveFrom);
  const stands = (provision: Provision) => standing.has(citationOf(provision));
  const refusal = refusalAtGate({ decisionTableVersion: current, analyses, rules, effectiveFrom, stands });
  return refusal ?? { unreachable: analyses.flatMap((each) => each.unreachable) };
}

/** Approves a draft and says from when it counts. */
export function approveDecisionTableVersion(
  context: Context,
  input: ApproveDecisionTableVersionInput,
): Promise<ApproveDecisionTableVersionOutcome> {
  const now = context.now();
  const effectiveFrom = input.effectiveFrom ?? now;
  const approval = { by: authorOf(context), now, effectiveFrom, endsAt: input.effectiveUntil ?? null };
  return onVersion(context, input, async (tx, locked) => {
    const { decisionTable, current, others } = locked;
    const refusal = refusalToApprove(current, others, approval);
    if (refusal) return refusal;
    const passed = await gate(tx, locked, effectiveFrom);
    if ('type' in passed) return passed;
    const outcome = approve(current, others, { ...approval, unreachable: passed.unreachable });
    await saveDecisionTableVersion(tx.manager, outcome.decisionTableVersion);
    tx.emit(approvedEvent(decisionTable, outcome.decisionTableVersion, effectiveFrom, now));
    return outcome;
  });
}

/** Ends a version that is in effect, or keeps one from ever taking effect. */
export async function withdrawDecisionTableVersion(
  context: Context,
  input: WithdrawDecisionTableVersionInput,
): Promise<WithdrawDecisionTableVersionOutcome> {
  const problems = problemsOfReason('reason', input.reason);
  if (problems.length > 0) return invalidInput(problems);
  const now = context.now();
  return onVersion(context, input, async (tx, { current, others }) => {
    const outcome = withdraw(current, others, { reason: input.reason, now });
    if (outcome.type !== 'DecisionTableVersionWithdrawn') return outcome;
    await saveDecisionTableVersion(tx.manager, outcome.decisionTableVersion);
    tx.emit(withdrawnEvent(outcome.decisionTableVersion, now));
    return outcome;
  });
}
