import {
  daysBetween,
  invalidInput,
  isIdOf,
  notFound,
  staleVersion,
  type NotFound,
  type Problem,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import { type Context, forbidden } from '@courtesy/subgraph';
import type {
  CheckTargetInput,
  GiveTargetInput,
  ReviseTargetInput,
  WithdrawTargetInput,
} from '@courtesy/graph-types/metrics';
import { definitionOn } from '../definition/metric-definition.ts';
import { versionsOf } from '../definition/metric-definition.store.ts';
import { reportingDay, reportingZone } from '../metric/reporting-day.ts';
import { look } from './checking.commands.ts';
import { type Target, type TargetIsWithdrawn, type TargetOutcome } from './target.ts';
import { addTarget, lockTarget, mayGiveTo, saveTarget } from './target.store.ts';

/** The longest period of a target, in days. */
const MAX_DAYS = 800;
/** The longest reason, in characters. */
const MAX_REASON = 1_000;

const nouns = { siteId: ['site', 'SITE'], teamId: ['team', 'TEAM'], personId: ['pers', 'AGENT'] } as const;
type About = keyof typeof nouns;

function problemsOfTarget(input: GiveTargetInput): Problem[] {
  const named = (Object.keys(nouns) as About[]).filter((about) => input[about] != null);
  const days = daysBetween(input.from, input.to);
  return [
    ...(named.length === 1 ? [] : [{ path: 'personId', message: 'name one of personId, teamId and siteId' }]),
    ...named.flatMap((about) =>
      isIdOf(nouns[about][0], input[about] ?? '') ? [] : [{ path: about, message: `"${input[about]}" is no such id` }],
    ),
    ...(days >= 1 && days <= MAX_DAYS ? [] : [{ path: 'to', message: `must lie 1 to ${MAX_DAYS} days after "from"` }]),
    ...problemsOfThreshold(input.threshold),
  ];
}

const problemsOfThreshold = (threshold: number): Problem[] =>
  Number.isFinite(threshold) && threshold >= 0 ? [] : [{ path: 'threshold', message: 'must be nought or more' }];

const problemsOfReason = (because: string): Problem[] =>
  because.trim() !== '' && because.length <= MAX_REASON
    ? []
    : [{ path: 'because', message: `must have 1 to ${MAX_REASON} characters` }];

/** What counts today under a key, if it can be told of whom the target is for. */
async function meaningOf(context: Context, input: GiveTargetInput) {
  const { db, now, config } = context;
  const today = reportingDay(now(), reportingZone(config));
  const definition = definitionOn(await versionsOf(db.manager, input.metricKey), today);
  if (!definition) return { path: 'metricKey', message: `"${input.metricKey}" is no metric` };
  if (definition.unit === 'MONEY')
    return {
      path: 'metricKey',
      message: 'is a figure of money, which has no whole of all currencies; steer it by a budget',
    };
  const [, dimension] = nouns[input.personId != null ? 'personId' : input.teamId != null ? 'teamId' : 'siteId'];
  if (definition.dimensions.includes(dimension)) return definition;
  return { path: 'metricKey', message: `is a metric that cannot be told by ${dimension}` };
}

const looking = (context: Context, tx: Transaction) => ({ ...context, tx });

/** Gives a person, a team or a site something to reach, and looks at once how it stands. @throws a FORBIDDEN error beyond the caller's reach. */
export async function giveTarget(context: Context, input: GiveTargetInput) {
  const problems = problemsOfTarget(input);
  if (problems.length > 0) return invalidInput(problems);
  const meaning = await meaningOf(context, input);
  if ('path' in meaning) return invalidInput([meaning]);
  const { actor, db, now, newId, config } = context;
  const about = { siteId: input.siteId ?? null, teamId: input.teamId ?? null, personId: input.personId ?? null };
  const asked = { key: input.idempotencyKey, operation: 'giveTarget', subject: actor.subject, input, now: now() };
  return db.transaction((tx) =>
    once(tx, asked, async () => {
      if (!(await mayGiveTo(tx.manager, actor, about))) throw forbidden('This lies beyond whom you lead.');
      const { metricKey, from, to, threshold, direction } = input;
      const target: Target = {
        ...{ id: newId('targ'), metricKey, ...about, from, to, timeZone: reportingZone(config), threshold, direction },
        ...{ grows: meaning.additivity === 'ADDS', givenById: actor.personId ?? null, givenAt: now() },
        ...{ withdrawnAt: null, because: null, nextCheckAt: null, version: 1 },
      };
      await addTarget(tx.manager, target);
      return { type: 'TargetGiven' as const, target: await look(looking(context, tx), target) };
    }),
  );
}

interface Request {
  readonly targetId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The one way of a change: lock, decide, save. */
function changeTarget<T extends string>(
  context: Context,
  { targetId, expectedVersion }: Request,
  decide: (current: Target, tx: Transaction) => Promise<TargetOutcome<T>>,
): Promise<TargetOutcome<T> | TargetIsWithdrawn | NotFound | StaleVersion<Target>> {
  return context.db.transaction(async (tx) => {
    const current = await lockTarget(tx.manager, context.actor, targetId);
    if (!current || !(await mayGiveTo(tx.manager, context.actor, current))) return notFound(targetId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    if (current.withdrawnAt !== null) return { type: 'TargetIsWithdrawn', target: current };
    return decide(current, tx);
  });
}

/** Revises what is to be reached. */
export async function reviseTarget(context: Context, input: ReviseTargetInput) {
  const problems = [...problemsOfThreshold(input.threshold), ...problemsOfReason(input.because)];
  if (problems.length > 0) return invalidInput(problems);
  return changeTarget(context, input, async (current, tx) => {
    const change = { threshold: input.threshold, because: input.because.trim(), version: current.version + 1 };
    const target = await look(looking(context, tx), { ...current, ...change });
    return { type: 'TargetRevised' as const, target };
  });
}

/** Takes a target back: it counts no more, and is not looked at again. */
export async function withdrawTarget(context: Context, input: WithdrawTargetInput) {
  const problems = problemsOfReason(input.because);
  if (problems.length > 0) return invalidInput(problems);
  return changeTarget(context, input, async (current, tx) => {
    const change = { withdrawnAt: context.now(), because: input.because.trim(), nextCheckAt: null };
    const target = { ...current, ...change, version: current.version + 1 };
    await saveTarget(tx.manager, target);
    return { type: 'TargetWithdrawn' as const, target };
  });
}

/** Looks now how a target stands, without waiting for the hour. */
export const checkTarget = (context: Context, input: CheckTargetInput) =>
  changeTarget(context, input, async (current, tx) => ({
    ...{ type: 'TargetChecked' as const, target: await look(looking(context, tx), current) },
  }));
