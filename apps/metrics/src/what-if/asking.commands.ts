import { z } from 'zod';
import { formatDuration, moneyOf, startOfDay, type Duration, type Money } from '@courtesy/kernel';
import { PeerFailed, type Context, type Peer, type Resource } from '@courtesy/subgraph';
import type { WhatIfInput, WhatIfRefundLimitInput } from '@courtesy/graph-types/metrics';
import { reportingZone } from '../metric/reporting-day.ts';
import type { StaffedInterval, WhatIfInterval } from './what-if.ts';

/** The services that know how many people a demand needs, and what another limit would have given. */
export const whatIfSources: Resource<Readonly<Record<'workforce' | 'policy', Peer>>> = {
  name: 'the services of people and rules, of which what-ifs ask',
  open: ({ peer }) => ({ workforce: peer('workforce'), policy: peer('policy') }),
  close: () => {},
};

/** How long one of them may take: two thousand intervals are much to reckon. */
const DEADLINE_MS = 20_000;

const performance = z.object({
  ...{ serviceLevel: z.number().nullable(), occupancy: z.number().nullable(), abandoned: z.number().nullable() },
});
const levels = z.array(z.object({ agents: z.number(), scheduled: z.number(), performance }).nullable());
const staffAnswer = z.object({ base: levels, changed: levels });
const servedAnswer = z.object({ served: z.array(performance) });
const effectAnswer = z.object({
  effect: z
    .object({
      ...{ decisions: z.number(), customersAffected: z.number() },
      transitions: z.array(z.object({ before: z.string(), after: z.string(), count: z.number() })),
      givenBefore: z.object({ amount: z.string(), currency: z.string() }),
      givenAfter: z.object({ amount: z.string(), currency: z.string() }),
    })
    .nullable(),
});

const SERVED = '{ serviceLevel occupancy abandoned }';
const STAFF = `query WhatIfStaff($base: [StaffingDemandInput!]!, $changed: [StaffingDemandInput!]!, $today: StaffingTargetInput!, $then: StaffingTargetInput!) {
  base: requiredStaff(demand: $base, target: $today) { agents scheduled performance ${SERVED} }
  changed: requiredStaff(demand: $changed, target: $then) { agents scheduled performance ${SERVED} } }`;
const UNSTAFFED = `query WhatIfServed($demand: [StaffingDemandInput!]!, $agents: [Int!]!, $within: Duration!) {
  served: queuePerformances(demand: $demand, agents: $agents, within: $within) ${SERVED} }`;
const EFFECT = `query WhatIfLimit($input: LimitEffectInput!) { effect: limitEffect(input: $input) { decisions customersAffected
  transitions { before after count } givenBefore { amount currency } givenAfter { amount currency } } }`;

/** The answer, or null where the service that knows cannot give one now. */
async function unlessDown<A>(call: Promise<A>): Promise<A | null> {
  try {
    return await call;
  } catch (failure) {
    if (failure instanceof PeerFailed && failure.reason !== 'REFUSED') return null;
    throw failure;
  }
}

const written = (ms: number): string => formatDuration(ms as Duration);

const demandIn = (intervals: readonly WhatIfInterval[], { patience }: WhatIfInput) =>
  intervals.map(({ volume, lengthMs, handleMs }) => ({
    ...{ volume, interval: written(lengthMs), handleTime: written(handleMs) },
    ...(patience != null && { patience: written(patience) }),
  }));

const targetIn = ({ target }: WhatIfInput, shrinkage: number) => ({
  ...{ serviceLevel: target.serviceLevel, within: written(target.within), maxOccupancy: target.maxOccupancy ?? 1 },
  shrinkage,
});

type Levels = z.infer<typeof levels>;
const staffed = (of: Levels): StaffedInterval[] | null =>
  of.some((each) => each === null)
    ? null
    : of.flatMap((each) => (each ? [{ agents: each.agents, scheduled: each.scheduled, ...each.performance }] : []));

/** How many people both sides need, interval by interval: null where a million agents would not do, and UNAVAILABLE when nobody can tell now. */
export async function staffNeeded(
  context: Context,
  input: WhatIfInput,
  { base, changed }: { readonly base: readonly WhatIfInterval[]; readonly changed: readonly WhatIfInterval[] },
): Promise<{ readonly base: StaffedInterval[]; readonly changed: StaffedInterval[] } | 'UNAVAILABLE' | null> {
  const shrinkage = input.target.shrinkage ?? 0;
  const variables = {
    ...{ base: demandIn(base, input), changed: demandIn(changed, input) },
    ...{ today: targetIn(input, shrinkage), then: targetIn(input, input.shrinkage ?? shrinkage) },
  };
  const answer = await unlessDown(
    context.resource(whatIfSources).workforce.call({
      ...{ document: STAFF, variables, answer: staffAnswer, scopes: ['workforce:read'] },
      ...{ requestId: context.requestId, deadlineMs: DEADLINE_MS },
    }),
  );
  if (!answer) return 'UNAVAILABLE';
  const [now, then] = [staffed(answer.base), staffed(answer.changed)];
  return now && then ? { base: now, changed: then } : null;
}

/** How a demand is served by people who are there for another. Null when nobody can tell now. */
export async function servedBy(
  context: Context,
  input: WhatIfInput,
  { demand, by }: { readonly demand: readonly WhatIfInterval[]; readonly by: readonly StaffedInterval[] },
): Promise<StaffedInterval[] | null> {
  const agents = by.map((each) => each.agents);
  const variables = { demand: demandIn(demand, input), agents, within: written(input.target.within) };
  const answer = await unlessDown(
    context.resource(whatIfSources).workforce.call({
      ...{ document: UNSTAFFED, variables, answer: servedAnswer, scopes: ['workforce:read'] },
      ...{ requestId: context.requestId, deadlineMs: DEADLINE_MS },
    }),
  );
  return answer && answer.served.map((each, i) => ({ agents: agents[i] ?? 0, scheduled: 0, ...each }));
}

/** What was refunded in a period, and what would have been under another limit. */
export interface RefundsWeighed {
  readonly decisions: number;
  readonly needingBefore: number;
  readonly needingAfter: number;
  readonly givenBefore: Money;
  readonly givenAfter: Money;
  readonly customersAffected: number;
}

/** What another limit would have given. Null where there is no such grant, and UNAVAILABLE when nobody can tell now. */
export async function refundsUnder(
  context: Context,
  input: WhatIfInput,
  { grantId, perCase }: WhatIfRefundLimitInput,
): Promise<RefundsWeighed | 'UNAVAILABLE' | null> {
  const zone = reportingZone(context.config);
  const [from, end, now] = [startOfDay(input.period.from, zone), startOfDay(input.period.to, zone), context.now()];
  const until = end < now ? end : now;
  const asked = { authorityLimit: { grantId, perCase }, from: from.toISOString(), until: until.toISOString() };
  const where = { siteId: input.siteId ?? null, teamId: input.teamId ?? null };
  const answer = await unlessDown(
    context.resource(whatIfSources).policy.call({
      ...{ document: EFFECT, variables: { input: { ...asked, ...where } }, answer: effectAnswer },
      ...{ scopes: ['budget:read', 'policy:read'], requestId: context.requestId, deadlineMs: DEADLINE_MS },
    }),
  );
  if (!answer) return 'UNAVAILABLE';
  if (!answer.effect) return null;
  const { decisions, customersAffected, transitions, givenBefore, givenAfter } = answer.effect;
  const needing = (side: 'before' | 'after') =>
    transitions.reduce((sum, each) => (each[side] === 'NEEDS_APPROVAL' ? sum + each.count : sum), 0);
  return {
    ...{ decisions, customersAffected, needingBefore: needing('before'), needingAfter: needing('after') },
    givenBefore: moneyOf(givenBefore.amount, givenBefore.currency),
    givenAfter: moneyOf(givenAfter.amount, givenAfter.currency),
  };
}
