import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { manager, someId, type World, mutations } from './policy-world.ts';

const here = { siteId: someId('site'), teamId: someId('team') };

/** Somebody of the one team that these stories are about, each with a person and a subject of their own. */
export const somebody = (role: Actor['role'] = 'AGENT', overrides: Partial<Actor> = {}): Actor => {
  const personId = someId('pers');
  return caller(role, { ...here, personId, subject: `user-${personId}`, ...overrides });
};

export const pounds = (amount: string) => ({ amount, currency: 'GBP' });

const GRANT = '{ id number status version effectiveFrom effectiveUntil perCase { amount currency } }';
const LIMITS = '{ kind limit { amount } used { amount } left { amount } }';
const CLAUSE = 'clause { id anchor text policyVersion { id number } }';
const REQUEST = `{ id status reason version mayApprove { id } decider { id } ${CLAUSE} }`;
const USE = `{ id state amount { amount currency } counted { amount currency } grant { id number } ${CLAUSE} request { id } requester { id } approver { id } voidReason }`;
const EXCEPTION = '{ id status isInForce expiresAt version approver { id } requester { id } }';
const SELECTED = `__typename
  ... on UserError { message code ... on InvalidInput { problems { path message } } ... on StaleVersion { current { id } } }`;
const FIELDS: Readonly<Record<string, string>> = {
  grantAuthority: `... on AuthorityGranted { grant ${GRANT} replaced ${GRANT} }`,
  suspendAuthority: `... on AuthoritySuspended { grant ${GRANT} } ... on AuthorityGrantNotIn { status }`,
  resumeAuthority: `... on AuthorityResumed { grant ${GRANT} } ... on AuthorityGrantNotIn { status }`,
  revokeAuthority: `... on AuthorityRevoked { grant ${GRANT} } ... on AuthorityGrantNotIn { status }`,
  reserveAuthority: `... on AuthorityReserved { use ${USE} }
    ... on ApprovalNeeded { message request ${REQUEST} reason grant ${GRANT} ${CLAUSE} passed ${LIMITS} }`,
  approveAuthorityRequest: `... on AuthorityRequestApproved { request ${REQUEST} use ${USE} }
    ... on AuthorityInsufficient { request ${REQUEST} reason grant ${GRANT} passed ${LIMITS} }
    ... on AuthorityRequestDecided { request ${REQUEST} }`,
  refuseAuthorityRequest: `... on AuthorityRequestRefused { request ${REQUEST} } ... on AuthorityRequestDecided { request ${REQUEST} }`,
  settleAuthorityUse: `... on AuthorityUseSettled { use ${USE} } ... on AuthorityUseEnded { use ${USE} }`,
  voidAuthorityUse: `... on AuthorityUseVoided { use ${USE} } ... on AuthorityUseEnded { use ${USE} }`,
  requestException: `... on ExceptionRequested { exception ${EXCEPTION} }`,
  grantException: `... on ExceptionGranted { exception ${EXCEPTION} } ... on ExceptionNotOpen { exception ${EXCEPTION} }`,
  refuseException: `... on ExceptionRefused { exception ${EXCEPTION} } ... on ExceptionNotOpen { exception ${EXCEPTION} }`,
};

/** What specs look at of a result. */
export interface AuthorityResult {
  readonly __typename: string;
  readonly message?: string;
  readonly reason?: string;
  readonly grant: { readonly id: string; readonly number: number; readonly version: number };
  readonly request: { readonly id: string; readonly mayApprove: { readonly id: string }[] };
  readonly use: { readonly id: string; readonly grant: { readonly id: string; readonly number: number } };
  readonly exception: { readonly id: string; readonly version: number };
}

/** Runs a mutation about authority or exceptions. */
export const act = mutations<AuthorityResult>(manager, (verb) => `${SELECTED} ${FIELDS[verb]}`);

let keys = 0;
/** A fresh idempotency key. */
export const aKey = () => `key-${(keys += 1)}`;

/** A grant made through the graph: refunds by agents, up to 50 pounds a case. */
export async function givenGrant(world: World, input: Record<string, unknown> = {}): Promise<AuthorityResult['grant']> {
  const result = await act(world, 'grantAuthority', {
    idempotencyKey: aKey(),
    holder: { role: 'AGENT' },
    decisionType: 'REFUND',
    perCase: pounds('50'),
    timeZone: 'Europe/London',
    ...input,
  });
  if (result.__typename !== 'AuthorityGranted') throw new Error(JSON.stringify(result));
  return result.grant;
}

/** Asks to decide a refund, on a case of its own when none is named. */
export const reserve = (world: World, actor: Actor, amount: string, input: Record<string, unknown> = {}) =>
  act(
    world,
    'reserveAuthority',
    { idempotencyKey: aKey(), decisionType: 'REFUND', amount: pounds(amount), caseId: someId('case'), ...input },
    actor,
  );
