import {
  addDays,
  amountOf,
  invalidInput,
  isIdOf,
  isProblem,
  notFound,
  staleVersion,
  type NotFound,
  type Problem,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import { type Context, onceRequest } from '@courtesy/subgraph';
import type { EndInitiativeInput, ProposeInitiativeInput, StartInitiativeInput } from '@courtesy/graph-types/metrics';
import { definitionOn, type MetricDefinition } from '../definition/metric-definition.ts';
import { versionsOf } from '../definition/metric-definition.store.ts';
import { sources } from '../metric/fact-kinds.ts';
import { factKindOf, measures } from '../metric/measure.ts';
import { bucketOf } from '../metric/period.ts';
import { reportingDay, reportingZone } from '../metric/reporting-day.ts';
import { causeOf } from '../root-cause/root-cause.store.ts';
import { mayGiveTo } from '../target/target.store.ts';
import {
  BASELINE_WEEKS,
  problemsOfEnd,
  problemsOfProposal,
  type Initiative,
  type InitiativeIsElsewhere,
} from './initiative.ts';
import { addInitiative, lockInitiative, saveInitiative, weeksOf } from './initiative.store.ts';

const today = ({ now, config }: Context): string => reportingDay(now(), reportingZone(config));

/** The meaning of a figure by which an initiative can be measured, or what is wrong with it. */
async function meaningOf(context: Context, key: string): Promise<MetricDefinition | Problem> {
  const definition = definitionOn(await versionsOf(context.db.manager, key), today(context));
  const measure = definition && measures[`${key}@${definition.version}`];
  if (!definition || !measure) return { path: 'metricKey', message: `"${key}" is no metric` };
  if (definition.unit === 'MONEY' || !definition.dimensions.includes('SITE'))
    return {
      path: 'metricKey',
      message: `${key} is money, or is not told by site: an initiative cannot be measured by it`,
    };
  if (sources[factKindOf(measure)].isSensitive)
    return { path: 'metricKey', message: `${key} tells how people work, and an initiative is for all staff to see` };
  return definition;
}

/** Whether an actor may change what is done at every one of these sites. */
async function reachesAll({ db, actor }: Context, siteIds: readonly string[]): Promise<boolean> {
  for (const siteId of siteIds)
    if (!(await mayGiveTo(db.manager, actor, { siteId, teamId: null, personId: null }))) return false;
  return true;
}

async function problemsOfNames(context: Context, input: ProposeInitiativeInput): Promise<Problem[]> {
  const { ownerId, causeId, siteIds } = input;
  const cause = causeId == null ? null : await causeOf(context.db.manager, causeId);
  return [
    ...(isIdOf('pers', ownerId) ? [] : [{ path: 'ownerId', message: `"${ownerId}" is not the id of a person` }]),
    ...(causeId == null || cause ? [] : [{ path: 'causeId', message: `"${causeId}" is no cause on record` }]),
    ...((await reachesAll(context, siteIds))
      ? []
      : [{ path: 'siteIds', message: 'names a site that is not known, or beyond your reach' }]),
  ];
}

/** Proposes something to try, with how it will be measured. */
export async function proposeInitiative(context: Context, input: ProposeInitiativeInput) {
  const { db, newId, now } = context;
  const unit = amountOf('unitValue', input.unitValue);
  const meaning = await meaningOf(context, input.metricKey);
  const problems = [
    ...problemsOfProposal(input),
    ...(isProblem(unit) ? [unit] : []),
    ...('path' in meaning ? [meaning] : []),
    ...(await problemsOfNames(context, input)),
  ];
  if (problems.length > 0 || isProblem(unit) || 'path' in meaning) return invalidInput(problems);
  return db.transaction((tx) =>
    once(tx, onceRequest(context, 'proposeInitiative', input), async () => {
      const initiative: Initiative = {
        ...{ id: newId('init'), title: input.title.trim(), ownerId: input.ownerId, causeId: input.causeId ?? null },
        ...{ metricKey: input.metricKey, definitionVersion: meaning.version, direction: input.direction },
        ...{ siteIds: [...new Set(input.siteIds)], controlSiteIds: [...new Set(input.controlSiteIds ?? [])] },
        ...{ unitAmount: unit.minor, unitCurrency: unit.currency, status: 'PROPOSED', proposedAt: now() },
        ...{ startedAt: null, endedAt: null, because: null, countsFrom: null, baseline: null, version: 1 },
      };
      await addInitiative(tx.manager, initiative);
      emitChange(tx, initiative, now());
      return { type: 'InitiativeProposed' as const, initiative };
    }),
  );
}

function emitChange(
  tx: Transaction,
  { id, version, status, causeId, metricKey, ownerId }: Initiative,
  time: Date,
): void {
  tx.emit({
    ...{ type: 'courtesy.initiative.changed.v1', subject: id, sequence: version, time },
    data: { status, causeId, metricKey, ownerId },
  });
}

interface Request {
  readonly initiativeId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The one way of a change: lock, decide, save, announce. */
function change<T extends string>(
  context: Context,
  { initiativeId, expectedVersion }: Request,
  {
    type,
    from,
    next,
  }: {
    readonly type: T;
    readonly from: Initiative['status'];
    readonly next: (current: Initiative) => Promise<Initiative>;
  },
): Promise<
  { readonly type: T; readonly initiative: Initiative } | InitiativeIsElsewhere | NotFound | StaleVersion<Initiative>
> {
  return context.db.transaction(async (tx) => {
    const current = await lockInitiative(tx.manager, initiativeId);
    if (!current || !(await reachesAll(context, current.siteIds))) return notFound(initiativeId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    if (current.status !== from) return { type: 'InitiativeIsElsewhere', initiative: current };
    const initiative = { ...(await next(current)), version: current.version + 1 };
    await saveInitiative(tx.manager, initiative);
    emitChange(tx, initiative, context.now());
    return { type, initiative };
  });
}

/**
 * Starts an initiative: the twelve whole weeks before this one are its baseline, frozen as they are known now, and it counts from next Monday, so that no
 * week is half of each.
 */
export const startInitiative = (context: Context, input: StartInitiativeInput) =>
  change(context, input, {
    ...{ type: 'InitiativeStarted', from: 'PROPOSED' },
    next: async (current) => {
      const monday = bucketOf(today(context), 'WEEK');
      const period = { from: addDays(monday, -7 * BASELINE_WEEKS), to: monday, asOf: null };
      const baseline = await weeksOf(context, current, period);
      return {
        ...current,
        status: 'IN_PROGRESS',
        startedAt: context.now(),
        countsFrom: addDays(monday, 7),
        baseline,
      };
    },
  });

/** Ends an initiative, done or stopped. It is measured no further. */
export async function endInitiative(context: Context, input: EndInitiativeInput) {
  const problems = problemsOfEnd(input);
  if (problems.length > 0) return invalidInput(problems);
  return change(context, input, {
    ...{ type: 'InitiativeEnded', from: 'IN_PROGRESS' },
    next: async (current) => ({
      ...current,
      ...{ status: input.isDone ? 'DONE' : 'STOPPED', endedAt: context.now(), because: input.because.trim() },
    }),
  });
}
