import { type AmountGiven, amountOf, isProblem, money } from '@courtesy/kernel';
import { BadInput } from '@courtesy/persistence';
import type { Resolvers } from '../resolver-types.ts';
import { citationOf } from '../policy/clause.ts';
import { clausesCited } from '../policy/clause-in-effect.store.ts';
import { moneyIn, provisionOf, revoke, statusOf, suspend, type AuthorityGrant } from './authority-grant.ts';
import { changeGrant, grantAuthority, holderOf, partyOf, resumeAuthority } from './authority-grant.commands.ts';
import { grantsById, grantsOfPersons, listGrants } from './authority-grant.store.ts';
import { answerFor, standingsOf } from './standing.store.ts';

const optionalMoney = (grant: AuthorityGrant, minor: bigint | null) => (minor === null ? null : moneyIn(grant, minor));

function amountAsked(given: AmountGiven) {
  const amount = amountOf('amount', given);
  if (isProblem(amount)) throw new BadInput(`The amount ${amount.message}.`);
  return amount;
}

/** How the SDL of grants of authority maps to functions. */
export const authorityGrantResolvers: Resolvers = {
  Query: {
    authorityGrant: (_, { id }, context) => context.load(grantsById, id, undefined),
    authorityGrants: (_, args, { db, now }) => listGrants(db.manager, { ...args, now: now() }),
    myAuthority: (_, _args, { actor, db, now }) => standingsOf(db.manager, partyOf(actor), now()),
    authorityFor: (_, { holder, amount, decisionType, at, ...on }, { db, now }) => {
      const { role, personId, siteId } = holderOf(holder);
      const party = { subject: personId ?? '', role: role ?? '', personId, siteId };
      return answerFor(db.manager, party, {
        ...amountAsked(amount),
        decisionType,
        caseId: on.caseId ?? null,
        customerId: on.customerId ?? null,
        orderReference: on.orderReference ?? null,
        at: at ?? now(),
      });
    },
  },
  Mutation: {
    grantAuthority: (_, { input }, context) => grantAuthority(context, input),
    suspendAuthority: (_, { input }, context) => changeGrant(context, input, suspend),
    resumeAuthority: (_, { input }, context) => resumeAuthority(context, input),
    revokeAuthority: (_, { input }, context) => changeGrant(context, input, revoke),
  },
  Person: {
    authority: async ({ id }, { at }, context) => [
      ...((await context.load(grantsOfPersons, id, { at: at ?? context.now() })) ?? []),
    ],
  },
  AuthorityGrant: {
    __resolveReference: ({ id }, context) => context.load(grantsById, id, undefined),
    person: ({ personId }) => (personId ? { id: personId } : null),
    site: ({ siteId }) => (siteId ? { id: siteId } : null),
    skill: ({ skillId }) => (skillId ? { id: skillId } : null),
    granter: ({ granterId }) => (granterId ? { id: granterId } : null),
    perCase: ({ perCase, currency }) => money(perCase, currency),
    perDay: (grant) => optionalMoney(grant, grant.perDay),
    perCustomer: (grant) => optionalMoney(grant, grant.perCustomer),
    perOrder: (grant) => optionalMoney(grant, grant.perOrder),
    status: (grant, _, { now }) => statusOf(grant, now()),
    clause: (grant, { at }, context) => {
      const provision = provisionOf(grant);
      return provision && context.load(clausesCited, citationOf(provision), { at: at ?? context.now() });
    },
  },
  AuthorityGrantNotIn: {
    message: ({ grant, status }) =>
      `Version ${grant.number} of the grant ${grant.id} is ${status}: that cannot be done.`,
  },
  SelfApproval: {
    message: ({ what }) => `Nobody decides on what is their own: ${what}. Let another person do it.`,
  },
};
