import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type Problem,
  type StaleVersion,
} from '@courtesy/kernel';
import { type IdempotencyKeyReused, once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  ActivateContractInput,
  DecideRenewalInput,
  DraftContractInput,
  TerminateContractInput,
} from '@courtesy/graph-types/policy';
import { contractEvent } from './contract-events.ts';
import { grantedEvent } from '../entitlement/entitlement-events.ts';
import { unitsOf, type Entitlement } from '../entitlement/entitlement.ts';
import { addEntitlements, findEntitlements } from '../entitlement/entitlement.store.ts';
import {
  activate,
  dayOf,
  decideOn,
  terminate,
  type ContractActivated,
  type ContractDrafted,
  type ContractLine,
  type ContractNotRenewable,
  type ContractTerminated,
  type IllegalContractTransition,
  type RenewalDecided,
  type ServiceContract,
} from './contract.ts';
import { addContract, addReview, lockContract, saveContract } from './contract.store.ts';
import { moneyColumns, noticeOn, problemsOfDraft, problemsOfReason } from './drafting.ts';

/** Why a change of a contract did not come to be decided. */
export type NotChanged = NotFound | StaleVersion<ServiceContract> | InvalidInput;
/** What can come of writing a contract down. */
export type DraftContractOutcome = ContractDrafted | InvalidInput | IdempotencyKeyReused;

const contractOf = ({ actor, newId, now }: Context, input: DraftContractInput): ServiceContract => ({
  id: newId('ctr'),
  customerId: input.customerId,
  name: input.name.trim(),
  status: 'DRAFT',
  startsOn: input.startsOn,
  endsOn: input.endsOn,
  renewalMode: input.renewalMode,
  noticeDays: input.noticeDays,
  noticeOn: noticeOn(input.endsOn, input.noticeDays),
  ...moneyColumns(input.value),
  renewalDecision: null,
  renewsId: null,
  terminatedAt: null,
  terminationReason: null,
  draftedBy: actor.subject,
  draftedAt: now(),
  version: 1,
});

const linesOf = ({ newId }: Context, contractId: string, input: DraftContractInput): ContractLine[] =>
  input.lines.map(({ name, quantity, value }, position) => ({
    id: newId('ctl'),
    contractId,
    position,
    name: name.trim(),
    quantity,
    ...moneyColumns(value),
  }));

const entitlementsOf = (
  { newId }: Context,
  contract: ServiceContract,
  written: { readonly lines: readonly ContractLine[]; readonly input: DraftContractInput },
): Entitlement[] =>
  written.lines.flatMap((line) =>
    (written.input.lines[line.position]?.entitlements ?? []).map((given, position) => {
      const total = unitsOf(given.allocation, given.total ?? null);
      return {
        id: newId('ent'),
        contractId: contract.id,
        lineId: line.id,
        customerId: contract.customerId,
        position,
        name: given.name.trim(),
        allocation: given.allocation,
        total,
        remaining: total,
        restricted: given.restricted,
        channel: given.channel ?? null,
        decrementOn: given.decrementOn,
        version: 1,
      };
    }),
  );

/** Writes a contract down with its lines and entitlements. */
export async function draftContract(context: Context, input: DraftContractInput): Promise<DraftContractOutcome> {
  const problems = problemsOfDraft(input);
  if (problems.length > 0) return invalidInput(problems);
  const { actor, db, now } = context;
  const request = {
    key: input.idempotencyKey,
    operation: 'draftContract',
    subject: actor.subject,
    input,
    now: now(),
  };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const contract = contractOf(context, input);
      const lines = linesOf(context, contract.id, input);
      await addContract(tx.manager, contract, lines);
      await addEntitlements(tx.manager, entitlementsOf(context, contract, { lines, input }));
      return { type: 'ContractDrafted' as const, contract };
    }),
  );
}

/** Runs `change` on a contract that is locked and as the caller read it. */
export async function withContract<T>(
  context: Context,
  tx: Transaction,
  input: { readonly contractId: string; readonly expectedVersion?: number | null | undefined },
  change: (contract: ServiceContract) => Promise<T>,
): Promise<T | NotChanged> {
  const current = await lockContract(tx.manager, context.actor, input.contractId);
  if (!current) return notFound(input.contractId);
  if (input.expectedVersion != null && input.expectedVersion !== current.version)
    return staleVersion(input.expectedVersion, current);
  return change(current);
}

/** Announces what a contract that was agreed entitles to. */
export function announceGranted(
  tx: Transaction,
  contract: ServiceContract,
  entitlements: readonly Entitlement[],
  at: Date,
): void {
  tx.emit(...entitlements.map((each) => grantedEvent(each, contract, at)));
}

/** Puts on record that a draft was agreed. */
export async function activateContract(
  context: Context,
  input: ActivateContractInput,
): Promise<ContractActivated | IllegalContractTransition | NotChanged> {
  const now = context.now();
  return context.db.transaction((tx) =>
    withContract(context, tx, input, async (contract) => {
      const outcome = activate(contract, dayOf(now));
      if (outcome.type !== 'ContractActivated') return outcome;
      await saveContract(tx.manager, outcome.contract);
      tx.emit(contractEvent(outcome.contract, now));
      announceGranted(tx, outcome.contract, await findEntitlements(tx.manager, contract.id), now);
      return outcome;
    }),
  );
}

/** Puts on record what a review decided about the end of a contract's term. */
export async function decideRenewal(
  context: Context,
  input: DecideRenewalInput,
): Promise<RenewalDecided | ContractNotRenewable | IllegalContractTransition | NotChanged> {
  const problems: Problem[] = problemsOfReason('reason', input.reason);
  if (problems.length > 0) return invalidInput(problems);
  const { actor, newId } = context;
  const now = context.now();
  return context.db.transaction((tx) =>
    withContract(context, tx, input, async (contract) => {
      const outcome = decideOn(contract, input.decision, dayOf(now));
      if (outcome.type !== 'RenewalDecided') return outcome;
      await saveContract(tx.manager, outcome.contract);
      await addReview(tx.manager, {
        id: newId('crv'),
        contractId: contract.id,
        decision: input.decision,
        reason: input.reason.trim(),
        personId: actor.personId ?? null,
        recordedBy: actor.subject,
        decidedAt: now,
        contractVersion: outcome.contract.version,
      });
      tx.emit(contractEvent(outcome.contract, now));
      return outcome;
    }),
  );
}

/** Ends a contract before its term, or gives a draft up. */
export async function terminateContract(
  context: Context,
  input: TerminateContractInput,
): Promise<ContractTerminated | IllegalContractTransition | NotChanged> {
  const problems = problemsOfReason('reason', input.reason);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction((tx) =>
    withContract(context, tx, input, async (contract) => {
      const now = context.now();
      const outcome = terminate(contract, input.reason, now);
      if (outcome.type !== 'ContractTerminated') return outcome;
      await saveContract(tx.manager, outcome.contract);
      tx.emit(contractEvent(outcome.contract, now));
      return outcome;
    }),
  );
}
