import { decimalOf } from '@courtesy/kernel';
import { survivorOf, type Context } from '@courtesy/subgraph';
import type { AuthorityGrant } from '../authority-grant/authority-grant.ts';
import { grantsById, grantsOfAtLeast, spentUnder } from '../authority-grant/authority-grant.store.ts';
import { limitsPassed } from '../authority-grant/standing.ts';
import { clausesById } from '../policy/policy-version.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { countedOf, stateOf, type AuthorityRequest, type Matter, type Uncovered } from './authority-use.ts';
import { listRequests, requestsById, usesById } from './authority-use.store.ts';
import { approveAuthorityRequest, refuseAuthorityRequest } from './deciding.commands.ts';
import { settleAuthorityUse, voidAuthorityUse } from './ending.commands.ts';
import { reserveAuthority } from './reserving.commands.ts';

const amount = ({ minor, currency }: Matter) => ({ minor, currency });
const caseOf = ({ caseId }: Matter) => ({ id: caseId });
const customer = ({ customerId }: Matter, _: unknown, context: Context) =>
  customerId ? survivorOf(context, customerId) : null;
const requester = ({ requesterId }: Matter) => (requesterId ? { id: requesterId } : null);
const person = (id: string | null) => (id ? { id } : null);

async function grantOf(context: Context, grantId: string): Promise<AuthorityGrant> {
  const grant = await context.load(grantsById, grantId, undefined);
  if (!grant) throw new Error(`The grant ${grantId} is not there`);
  return grant;
}

async function mayApprove({ db, now }: Context, request: AuthorityRequest): Promise<AuthorityGrant[]> {
  if (request.status !== 'PENDING') return [];
  const at = now();
  const grants = await grantsOfAtLeast(db.manager, { ...request, at });
  const others = grants.filter(({ personId }) => personId === null || personId !== request.requesterId);
  const ids = others.map(({ id }) => id);
  const spent = await spentUnder(db.manager, ids, { ...request, authorityOf: null, at });
  return others.filter((grant) => {
    const used = spent.get(grant.id);
    return used !== undefined && limitsPassed(grant, used, request.minor).length === 0;
  });
}

function inWords(request: AuthorityRequest, { grant, clause, reason, passed }: Uncovered): string {
  const asked = `${decimalOf(request)} ${request.currency}`;
  if (!grant) return `There is no authority to decide ${asked}. Another person has to approve ${request.id}.`;
  const until = grant.effectiveUntil ? ` until ${grant.effectiveUntil.toISOString()}` : '';
  const under = clause ? `, under clause ${clause.anchor} of ${clause.policyVersionId}` : '';
  const quoted = `version ${grant.number} of the authority (${grant.id}, from ${grant.effectiveFrom.toISOString()}${until}${under})`;
  const [tightest] = passed;
  const left = tightest
    ? `leaves ${decimalOf(tightest.left)} of ${decimalOf(tightest.limit)} ${grant.currency} ${tightest.kind}`
    : `limits ${reason}, which the request does not name`;
  const stands = {
    SUSPENDED: 'is suspended',
    NOT_IN_POLICY: `rests on ${grant.anchor}, which no policy in effect has`,
    SKILL_MISSING: 'asks for a skill that you do not have now',
  };
  const why = reason in stands ? stands[reason as keyof typeof stands] : left;
  return `For ${asked}, ${quoted} ${why}. Another person has to approve ${request.id}.`;
}

/** How the SDL of uses of authority, and of requests for it, maps to functions. */
export const authorityUseResolvers: Resolvers = {
  Query: {
    authorityUse: (_, { id }, context) => context.load(usesById, id, undefined),
    authorityRequest: (_, { id }, context) => context.load(requestsById, id, undefined),
    authorityRequests: (_, args, { db, now, actor }) => listRequests(db.manager, { ...args, now: now(), actor }),
  },
  Mutation: {
    reserveAuthority: (_, { input }, context) => reserveAuthority(context, input),
    approveAuthorityRequest: (_, { input }, context) => approveAuthorityRequest(context, input),
    refuseAuthorityRequest: (_, { input }, context) => refuseAuthorityRequest(context, input),
    settleAuthorityUse: (_, { input }, context) => settleAuthorityUse(context, input),
    voidAuthorityUse: (_, { input }, context) => voidAuthorityUse(context, input),
  },
  AuthorityUse: {
    __resolveReference: ({ id }, context) => context.load(usesById, id, undefined),
    amount,
    case: caseOf,
    customer,
    requester,
    grant: ({ grantId }, _, context) => grantOf(context, grantId),
    clause: ({ clauseId }, _, context) => (clauseId ? context.load(clausesById, clauseId, undefined) : null),
    request: ({ requestId }, _, context) => (requestId ? context.load(requestsById, requestId, undefined) : null),
    approver: ({ approverId }) => person(approverId),
    state: (use) => stateOf(use),
    counted: (use) => ({ minor: countedOf(use), currency: use.currency }),
    endedAt: ({ end }) => end?.endedAt ?? null,
    voidReason: ({ end }) => end?.reason ?? null,
  },
  AuthorityRequest: {
    __resolveReference: ({ id }, context) => context.load(requestsById, id, undefined),
    amount,
    case: caseOf,
    customer,
    requester,
    grant: ({ grantId }, _, context) => (grantId ? context.load(grantsById, grantId, undefined) : null),
    clause: ({ clauseId }, _, context) => (clauseId ? context.load(clausesById, clauseId, undefined) : null),
    decider: ({ deciderId }) => person(deciderId),
    mayApprove: (request, _, context) => mayApprove(context, request),
  },
  ApprovalNeeded: { message: ({ request, ...why }) => inWords(request, why) },
  AuthorityInsufficient: {
    message: ({ request, ...why }) => `Your own authority does not cover it. ${inWords(request, why)}`,
  },
  AuthorityRequestDecided: { message: ({ request }) => `${request.id} is ${request.status} already.` },
  AuthorityUseEnded: { message: ({ use }) => `${use.id} is ${stateOf(use)} already.` },
};
