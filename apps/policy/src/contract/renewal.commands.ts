import { invalidInput } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { RenewContractInput } from '@courtesy/graph-types/policy';
import type { Entitlement } from '../entitlement/entitlement.ts';
import { addEntitlements, findEntitlements } from '../entitlement/entitlement.store.ts';
import { contractEvent } from './contract-events.ts';
import { announceGranted, withContract, type NotChanged } from './contract.commands.ts';
import {
  dayOf,
  daysAfter,
  renew,
  type ContractNotRenewable,
  type ContractRenewed,
  type IllegalContractTransition,
  type NextTerm,
  type RenewalNotDecided,
  type ServiceContract,
} from './contract.ts';
import { addContract, findLines, saveContract } from './contract.store.ts';
import { moneyColumns, problemsOfMoney, problemsOfTerm } from './drafting.ts';

/** What can come of renewing a contract. */
export type RenewContractOutcome =
  | ContractRenewed
  | RenewalNotDecided
  | ContractNotRenewable
  | IllegalContractTransition
  | NotChanged
  | IdempotencyKeyReused;

const nextTermOf = (
  { actor, newId, now }: Context,
  contract: ServiceContract,
  input: RenewContractInput,
): NextTerm => ({
  id: newId('ctr'),
  endsOn: input.endsOn,
  ...(input.value
    ? moneyColumns(input.value)
    : { valueMinor: contract.valueMinor, valueCurrency: contract.valueCurrency }),
  renewalMode: input.renewalMode ?? contract.renewalMode,
  noticeDays: input.noticeDays ?? contract.noticeDays,
  draftedBy: actor.subject,
  draftedAt: now(),
});

/** Gives the next contract the lines of the one before, and its entitlements whole again. Returns these. */
async function carryOver(
  { newId }: Context,
  tx: Transaction,
  { contract, renewed }: ContractRenewed,
): Promise<Entitlement[]> {
  const lines = await findLines(tx.manager, [renewed.id]);
  const nextLineIds = new Map(lines.map((line) => [line.id, newId('ctl')]));
  const nextOf = (lineId: string): string => {
    const next = nextLineIds.get(lineId);
    if (!next) throw new Error(`The line ${lineId} of ${renewed.id} is not there`);
    return next;
  };
  const entitlements = (await findEntitlements(tx.manager, renewed.id)).map((each) => ({
    ...each,
    id: newId('ent'),
    contractId: contract.id,
    lineId: nextOf(each.lineId),
    remaining: each.total,
    version: 1,
  }));
  const nextLines = lines.map((line) => ({ ...line, id: nextOf(line.id), contractId: contract.id }));
  await addContract(tx.manager, contract, nextLines);
  await addEntitlements(tx.manager, entitlements);
  return entitlements;
}

async function renewLocked(
  context: Context,
  tx: Transaction,
  contract: ServiceContract,
  input: RenewContractInput,
): Promise<Exclude<RenewContractOutcome, IdempotencyKeyReused>> {
  const now = context.now();
  const next = nextTermOf(context, contract, input);
  const outcome = renew(contract, next, dayOf(now));
  if (outcome.type !== 'ContractRenewed') return outcome;
  const startsOn = daysAfter(contract.endsOn, 1);
  const problems = [
    ...problemsOfTerm({ startsOn, endsOn: next.endsOn, noticeDays: next.noticeDays }),
    ...problemsOfMoney('value', input.value, contract.valueCurrency ?? undefined),
  ];
  if (problems.length > 0) return invalidInput(problems);
  await saveContract(tx.manager, outcome.renewed);
  tx.emit(contractEvent(outcome.renewed, now), contractEvent(outcome.contract, now));
  announceGranted(tx, outcome.contract, await carryOver(context, tx, outcome), now);
  return outcome;
}

/** Lets another contract take the place of one. */
export async function renewContract(context: Context, input: RenewContractInput): Promise<RenewContractOutcome> {
  const problems = problemsOfMoney('value', input.value);
  if (problems.length > 0) return invalidInput(problems);
  const request = {
    key: input.idempotencyKey,
    operation: 'renewContract',
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  return context.db.transaction((tx) =>
    once(tx, request, () => withContract(context, tx, input, (contract) => renewLocked(context, tx, contract, input))),
  );
}
