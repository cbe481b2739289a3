import { isIdOf, money, type Money } from '@courtesy/kernel';
import { BadInput } from '@courtesy/persistence';
import { nestedPage, survivorOf, type Context } from '@courtesy/subgraph';
import type { LimitEffectInput } from '@courtesy/graph-types/policy';
import { findGrant, grantsById } from '../authority-grant/authority-grant.store.ts';
import { requestsById, usesById } from '../authority-use/authority-use.store.ts';
import { decisionsById } from '../decision/decision.store.ts';
import { decisionTableVersionsById } from '../decision-table/decision-table-version.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { limitsKept, problemsOfPeriod, type KeptLimits } from './back-test.ts';
import { runBackTest } from './back-test.commands.ts';
import {
  amountChangesOfTests,
  backTestsById,
  backTestsOfGrants,
  backTestsOfVersions,
  flipsOfTests,
  reachOf,
  unjudgedOfTests,
} from './back-test.store.ts';
import { customersOf, tallyLimits } from './limit-replay.store.ts';
import { limitsOfGrant } from './proposed-limit.ts';
import type { BackTestChange, BackTestOutcome } from './reckoning.ts';

/** Other limits of a grant, weighed at once. @throws BadInput for limits or a time that cannot be. */
async function limitEffect(context: Context, input: LimitEffectInput): Promise<BackTestOutcome | null> {
  const { manager } = context.db;
  const { from, until, siteId, teamId, authorityLimit } = input;
  const [wrong] = problemsOfPeriod(input, context.now());
  if (wrong) throw new BadInput(`${wrong.path} ${wrong.message}.`);
  const grant = await findGrant(manager, authorityLimit.grantId);
  if (!grant) return null;
  const limits = limitsOfGrant(grant, authorityLimit, 'authorityLimit');
  if (!('perCase' in limits)) throw new BadInput(limits.map(({ path, message }) => `${path} ${message}`).join('; '));
  const seenBy = reachOf(context.actor);
  const tally = await tallyLimits(manager, { grant, limits, from, until, seenBy, siteId, teamId });
  return tally.reckoned(await customersOf(manager, tally));
}

const moneyOf = (minor: string | bigint | null, currency: string | null): Money | null =>
  minor === null || currency === null ? null : money(BigInt(minor), currency);

function limitsTried(limits: KeptLimits, currency: string) {
  const read = limitsKept(limits);
  const optional = (minor: bigint | null) => moneyOf(minor, currency);
  return {
    perCase: money(read.perCase, currency),
    ...{ perDay: optional(read.perDay), perCustomer: optional(read.perCustomer), perOrder: optional(read.perOrder) },
  };
}

/** An amount of a change, in the currency of its test. */
async function given({ backTestId }: BackTestChange, minor: bigint | null, context: Context): Promise<Money | null> {
  const test = await context.load(backTestsById, backTestId, undefined);
  return moneyOf(minor, test?.terms.currency ?? null);
}

/** How the SDL of back-tests maps to functions. */
export const backTestResolvers: Resolvers = {
  Query: {
    backTest: (_, { id }, context) => context.load(backTestsById, id, undefined),
    limitEffect: (_, { input }, context) => limitEffect(context, input),
  },
  Mutation: {
    runBackTest: (_, { input }, context) => runBackTest(context, input),
  },
  DecisionTableVersion: {
    backTests: ({ id }, page, context) => nestedPage(context, backTestsOfVersions, id, page),
  },
  AuthorityGrant: {
    backTests: ({ id }, page, context) => nestedPage(context, backTestsOfGrants, id, page),
  },
  BackTest: {
    __resolveReference: ({ id }, context) => context.load(backTestsById, id, undefined),
    decisionTableVersion: ({ decisionTableVersionId: id }, _, context) =>
      id ? context.load(decisionTableVersionsById, id, undefined) : null,
    draftVersion: ({ rules }) => rules?.version ?? null,
    grant: ({ grantId }, _, context) => (grantId ? context.load(grantsById, grantId, undefined) : null),
    limits: ({ limits, terms }) => (limits && terms.currency ? limitsTried(limits, terms.currency) : null),
    requestedBy: ({ requesterId }) => (requesterId ? { id: requesterId } : null),
    flips: ({ id }, page, context) => nestedPage(context, flipsOfTests, id, page),
    amountChanges: ({ id }, page, context) => nestedPage(context, amountChangesOfTests, id, page),
    unjudged: ({ id }, page, context) => nestedPage(context, unjudgedOfTests, id, page),
  },
  BackTestOutcome: {
    transitions: ({ transitions, currency }) =>
      transitions.map(({ before, after, count, givenBefore, givenAfter }) => ({
        ...{ before, after, count },
        ...{ givenBefore: moneyOf(givenBefore, currency), givenAfter: moneyOf(givenAfter, currency) },
      })),
    givenBefore: ({ givenBefore, currency }) => moneyOf(givenBefore, currency),
    givenAfter: ({ givenAfter, currency }) => moneyOf(givenAfter, currency),
    costDifference: ({ givenBefore, givenAfter, currency }) =>
      moneyOf(String(BigInt(givenAfter) - BigInt(givenBefore)), currency),
    customersAffected: ({ customers }) => customers,
    vulnerableShare: ({ vulnerable, vulnerabilityKnown }) =>
      vulnerabilityKnown === 0 ? null : vulnerable / vulnerabilityKnown,
    missingFacts: ({ missing }) => [...missing],
  },
  BackTestChange: {
    decision: ({ id }, _, context) => (isIdOf('dec', id) ? context.load(decisionsById, id, undefined) : null),
    authorityUse: ({ id }, _, context) => (isIdOf('ause', id) ? context.load(usesById, id, undefined) : null),
    authorityRequest: ({ id }, _, context) => (isIdOf('areq', id) ? context.load(requestsById, id, undefined) : null),
    vulnerability: ({ isVulnerable }) =>
      isVulnerable === null ? 'NOT_SAID' : isVulnerable ? 'VULNERABLE' : 'NOT_VULNERABLE',
    customer: ({ customerId }, _, context) => (customerId ? survivorOf(context, customerId) : null),
    givenBefore: (change, _, context) => given(change, change.givenBefore, context),
    givenAfter: (change, _, context) => given(change, change.givenAfter, context),
  },
};
