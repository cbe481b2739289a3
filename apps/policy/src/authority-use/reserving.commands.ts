import {
  amountOf,
  invalidInput,
  type InvalidInput,
  isIdOf,
  isProblem,
  type Money,
  type Problem,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { ReserveAuthorityInput } from '@courtesy/graph-types/policy';
import { keyOf } from '../authority-grant/authority-grant.ts';
import { partyOf } from '../authority-grant/authority-grant.commands.ts';
import { answerFor } from '../authority-grant/standing.store.ts';
import { actingFor, problemsOfHandler } from './acting.commands.ts';
import {
  isFounded,
  NOBODYS,
  problemsOfMatter,
  uncovered,
  type ApprovalNeeded,
  type AuthorityRequest,
  type AuthorityReserved,
  type AuthorityUse,
  type Founded,
  type Matter,
  type Uncovered,
} from './authority-use.ts';
import { addRequest, addUse, lockMatter } from './authority-use.store.ts';
import { exceededEvent, useChangedEvent } from './use-events.ts';

/** What can come of reserving authority. */
export type ReserveAuthorityOutcome = AuthorityReserved | ApprovalNeeded | InvalidInput | IdempotencyKeyReused;

function problemsOfInput(input: ReserveAuthorityInput): Problem[] {
  const problems: Problem[] = [];
  if (!isIdOf('case', input.caseId))
    problems.push({ path: 'caseId', message: `"${input.caseId}" is not the id of a case` });
  if (input.customerId != null && !isIdOf('cust', input.customerId))
    problems.push({ path: 'customerId', message: `"${input.customerId}" is not the id of a customer` });
  const order = input.orderReference;
  if (order != null && (order.trim() === '' || order.length > 200))
    problems.push({ path: 'orderReference', message: 'must have 1 to 200 characters' });
  return problems;
}

const matterOf = ({ actor }: Context, input: ReserveAuthorityInput, { minor, currency }: Money): Matter => ({
  decisionType: input.decisionType,
  minor,
  currency,
  caseId: input.caseId,
  customerId: input.customerId ?? null,
  orderReference: input.orderReference?.trim() ?? null,
  requestedBy: actor.subject,
  requesterId: actor.personId ?? null,
  teamId: actor.teamId ?? null,
  siteId: actor.siteId ?? null,
  regionId: actor.regionId ?? null,
});

/** Writes a reserve to the ledger under a grant of the caller's. */
export async function reserve(
  context: Context,
  tx: Transaction,
  of: { readonly matter: Matter; readonly under: Founded; readonly request?: AuthorityRequest },
): Promise<AuthorityUse> {
  const use: AuthorityUse = {
    ...of.matter,
    id: context.newId('ause'),
    grantId: of.under.grant.id,
    clauseId: of.under.clause?.id ?? null,
    requestId: of.request?.id ?? null,
    authorityOf: keyOf(partyOf(context.actor)),
    approverId: of.request ? (context.actor.personId ?? null) : null,
    reservedAt: context.now(),
    end: null,
  };
  await addUse(tx.manager, use);
  tx.emit(useChangedEvent(use));
  return use;
}

async function askAnother(
  context: Context,
  tx: Transaction,
  of: { readonly matter: Matter; readonly why: Uncovered },
): Promise<ApprovalNeeded> {
  const request: AuthorityRequest = {
    ...of.matter,
    id: context.newId('areq'),
    requestedAt: context.now(),
    grantId: of.why.grant?.id ?? null,
    clauseId: of.why.clause?.id ?? null,
    reason: of.why.reason,
    status: 'PENDING',
    decidedBy: null,
    deciderId: null,
    decidedAt: null,
    decisionReason: null,
    version: 1,
  };
  await addRequest(tx.manager, request);
  tx.emit(exceededEvent(request));
  return { type: 'ApprovalNeeded', request, ...of.why };
}

async function reserveOrAsk(
  context: Context,
  tx: Transaction,
  matter: Matter,
): Promise<AuthorityReserved | ApprovalNeeded | InvalidInput> {
  const party = partyOf(context.actor);
  await lockMatter(tx.manager, matter, keyOf(party));
  const at = context.now();
  const answer = await answerFor(tx.manager, party, { ...matter, at, hold: true });
  const problems = problemsOfMatter(answer.grant, matter);
  if (problems.length > 0) return invalidInput(problems);
  const why = uncovered(answer, at);
  if (why || !isFounded(answer)) return askAnother(context, tx, { matter, why: why ?? NOBODYS });
  return { type: 'AuthorityReserved', use: await reserve(context, tx, { matter, under: answer }) };
}

/** Reserves an amount under the caller's own authority, or records a request for another person. */
export async function reserveAuthority(
  context: Context,
  input: ReserveAuthorityInput,
): Promise<ReserveAuthorityOutcome> {
  const amount = amountOf('amount', input.amount);
  const problems = [
    ...(isProblem(amount) ? [amount] : []),
    ...problemsOfInput(input),
    ...problemsOfHandler(input.handler, context.actor),
  ];
  if (isProblem(amount) || problems.length > 0) return invalidInput(problems);
  const request = {
    key: input.idempotencyKey,
    operation: 'reserveAuthority',
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  const acting = actingFor(context, input.handler);
  const matter = matterOf(acting, input, amount);
  return context.db.transaction((tx) => once(tx, request, () => reserveOrAsk(acting, tx, matter)));
}
