import { setImmediate as nextTurn } from 'node:timers/promises';
import { invalidInput, notFound, type Problem } from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AdoptForecastInput } from '@courtesy/graph-types/workforce';
import { keepRequirements, problemsOfPlace } from '../staffing/requirement.commands.ts';
import { problemsOfPlan, requirementsOf, type StaffingRequirement } from '../staffing/requirement.ts';
import { requirementsDuring } from '../staffing/requirement.store.ts';
import { plannedBy, problemsOfAdoption } from './adoption.ts';
import { findForecast, intervalsOfForecast } from './forecast.store.ts';
import type { Forecast } from './kept-forecast.ts';

/** Half hours that are worked out before other requests have their turn. */
const AT_ONCE = 96;

/** How many people a forecast asks for; what is wrong with asking it, when something is. */
async function wantedBy(
  context: Context,
  forecast: Forecast,
  input: AdoptForecastInput,
): Promise<readonly StaffingRequirement[] | readonly Problem[]> {
  const problems = problemsOfAdoption(forecast, input);
  if (problems.length > 0) return problems;
  const intervals = await intervalsOfForecast(context.db.manager, forecast.id);
  const plan = plannedBy(forecast, intervals, input);
  if ('path' in plan) return [plan];
  const wrong = problemsOfPlan(plan);
  if (wrong.length > 0) return wrong;
  const wanted: StaffingRequirement[] = [];
  for (let at = 0; at < plan.intervals.length; at += AT_ONCE) {
    const part = { ...plan, intervals: plan.intervals.slice(at, at + AT_ONCE) };
    const required = requirementsOf(part, () => context.newId('sreq'), context.now());
    if ('path' in required) return [required];
    wanted.push(...required.map((each) => ({ ...each, forecastId: forecast.id })));
    await nextTurn();
  }
  return wanted;
}

const isWrong = (read: readonly object[]): read is readonly Problem[] => read.some((each) => 'message' in each);

/** Those of what is wanted that lie beside all that somebody planned by hand for the same site or team. */
async function besideManual(
  tx: Transaction,
  { siteId, teamId }: Forecast,
  wanted: readonly StaffingRequirement[],
): Promise<readonly StaffingRequirement[]> {
  const span = { startsAt: wanted[0]?.startsAt ?? new Date(0), endsAt: wanted.at(-1)?.endsAt ?? new Date(0) };
  const standing = await requirementsDuring(tx.manager, siteId, span);
  const manual = standing.filter((each) => each.teamId === teamId && each.skillId === null && each.source === 'MANUAL');
  return wanted.filter(
    ({ startsAt, endsAt }) => !manual.some((each) => each.startsAt < endsAt && startsAt < each.endsAt),
  );
}

/** Makes staffing requirements of a forecast: as many people as what it expects needs. What somebody planned by hand stays, unless it is to be replaced. */
export async function adoptForecast(context: Context, input: AdoptForecastInput) {
  const forecast = await findForecast(context.db.manager, input.forecastId);
  if (!forecast) return notFound(input.forecastId);
  const all = await wantedBy(context, forecast, input);
  if (isWrong(all)) return invalidInput(all);
  const at = context.now();
  const request = { key: input.idempotencyKey, operation: 'adoptForecast', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: at }, async () => {
      const misplaced = await problemsOfPlace(context, tx, forecast);
      if (misplaced.length > 0) return invalidInput(misplaced);
      const replacesAll = input.replacesManual ?? false;
      const wanted = replacesAll ? all : await besideManual(tx, forecast, all);
      const superseded =
        wanted.length === 0 ? 0 : await keepRequirements(tx, wanted, { at, replaces: replacesAll ? null : 'FORECAST' });
      const left = all.length - wanted.length;
      return { type: 'ForecastAdopted' as const, forecast, requirements: wanted, superseded, left };
    }),
  );
}
