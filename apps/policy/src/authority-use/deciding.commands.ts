import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { ApproveAuthorityRequestInput, RefuseAuthorityRequestInput } from '@courtesy/graph-types/policy';
import { keyOf, type SelfApproval } from '../authority-grant/authority-grant.ts';
import { partyOf } from '../authority-grant/authority-grant.commands.ts';
import { problemsOfReason } from '../authority-grant/granting.ts';
import { answerFor } from '../authority-grant/standing.store.ts';
import { actingFor, problemsOfHandler } from './acting.commands.ts';
import {
  barred,
  decided,
  isFounded,
  NOBODYS,
  uncovered,
  unnamed,
  type AuthorityInsufficient,
  type AuthorityRequest,
  type AuthorityRequestApproved,
  type AuthorityRequestDecided,
  type AuthorityRequestRefused,
} from './authority-use.ts';
import { findRequest, lockMatter, lockRequest, saveDecision } from './authority-use.store.ts';
import { reserve } from './reserving.commands.ts';
import { exceededEvent } from './use-events.ts';

type Refused = SelfApproval | AuthorityRequestDecided | NotFound | StaleVersion<AuthorityRequest>;
/** What can come of approving a request. */
export type ApproveOutcome =
  AuthorityRequestApproved | AuthorityInsufficient | InvalidInput | IdempotencyKeyReused | Refused;
/** What can come of refusing a request. */
export type RefuseOutcome = AuthorityRequestRefused | InvalidInput | Refused;

interface Wanted {
  readonly requestId: string;
  readonly expectedVersion?: number | null | undefined;
}

const isRequest = (found: AuthorityRequest | Refused): found is AuthorityRequest => !('type' in found);

async function openRequest(context: Context, tx: Transaction, wanted: Wanted): Promise<AuthorityRequest | Refused> {
  const request = await lockRequest(tx.manager, context.actor, wanted.requestId);
  if (!request) return notFound(wanted.requestId);
  if (wanted.expectedVersion != null && wanted.expectedVersion !== request.version)
    return staleVersion(wanted.expectedVersion, request);
  return barred(request, partyOf(context.actor)) ?? request;
}

async function approve(
  context: Context,
  tx: Transaction,
  input: ApproveAuthorityRequestInput,
): Promise<Exclude<ApproveOutcome, InvalidInput | IdempotencyKeyReused>> {
  const party = partyOf(context.actor);
  const seen = await findRequest(tx.manager, context.actor, input.requestId);
  if (!seen) return notFound(input.requestId);
  // What is added up is locked before the request, so that no two who decide wait for each other.
  await lockMatter(tx.manager, seen, keyOf(party));
  const request = await openRequest(context, tx, input);
  if (!isRequest(request)) return request;
  const at = context.now();
  const answer = await answerFor(tx.manager, party, { ...request, at, hold: true });
  const why = uncovered(answer, at) ?? unnamed(answer, request);
  if (why) return { type: 'AuthorityInsufficient', request, ...why };
  if (!isFounded(answer)) return { type: 'AuthorityInsufficient', request, ...NOBODYS };
  const approved = decided(request, { party, at, status: 'APPROVED', reason: null });
  await saveDecision(tx.manager, approved);
  tx.emit(exceededEvent(approved));
  const { decisionType, minor, currency, caseId, customerId, orderReference } = request;
  const { requestedBy, requesterId, teamId, siteId, regionId } = request;
  const matter = {
    ...{ decisionType, minor, currency, caseId, customerId, orderReference },
    ...{ requestedBy, requesterId, teamId, siteId, regionId },
  };
  const use = await reserve(context, tx, { matter, under: answer, request });
  return { type: 'AuthorityRequestApproved', request: approved, use };
}

/** Approves another person's request under the caller's own authority, whose limits it counts against. */
export async function approveAuthorityRequest(
  context: Context,
  input: ApproveAuthorityRequestInput,
): Promise<ApproveOutcome> {
  const problems = problemsOfHandler(input.handler, context.actor);
  if (problems.length > 0) return invalidInput(problems);
  const request = {
    key: input.idempotencyKey,
    operation: 'approveAuthorityRequest',
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  const acting = actingFor(context, input.handler);
  return context.db.transaction((tx) => once(tx, request, () => approve(acting, tx, input)));
}

/** Refuses another person's request. */
export async function refuseAuthorityRequest(
  context: Context,
  input: RefuseAuthorityRequestInput,
): Promise<RefuseOutcome> {
  const problems = problemsOfReason('reason', input.reason);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction(async (tx) => {
    const request = await openRequest(context, tx, input);
    if (!isRequest(request)) return request;
    const by = { party: partyOf(context.actor), at: context.now(), reason: input.reason.trim() };
    const refused = decided(request, { ...by, status: 'REFUSED' });
    await saveDecision(tx.manager, refused);
    tx.emit(exceededEvent(refused));
    return { type: 'AuthorityRequestRefused', request: refused };
  });
}
