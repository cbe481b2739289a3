import type { EntityManager } from 'typeorm';
import { invalidInput, notFound, staleVersion, type InvalidInput } from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { IntradayActionInput, TakeIntradayActionInput } from '@courtesy/graph-types/workforce';
import { requireReach } from '../directory/access.commands.ts';
import { crewOf, loansOf } from '../intraday/crew.store.ts';
import { findPeople, lockPeople } from '../person/person.store.ts';
import { reviewRosters } from '../roster/roster.commands.ts';
import { problemsOfOverride } from '../roster-rules/override.ts';
import { breachesOfChange, wholeSpan } from '../roster-rules/rule-check.ts';
import { keepOverrides, ruledChange } from '../roster-rules/ruled-change.commands.ts';
import { staffDuring } from '../roster-rules/staff.store.ts';
import { surroundingsOf } from '../roster-rules/surroundings.store.ts';
import { changedEvent } from '../shift/shift-events.ts';
import { lockShift, saveShift, shiftsDuring } from '../shift/shift.store.ts';
import type { Shift } from '../shift/shift.ts';
import { findSites } from '../site/site.store.ts';
import { requirementsDuring } from '../staffing/requirement.store.ts';
import { watchSite } from '../staffing-gap/watch.store.ts';
import { findTeams } from '../team/team.store.ts';
import { draft, needsAgreement, problemsOfReason, type Drafted, type IntradayAction } from './intraday-action.ts';
import { addAction, findShift } from './intraday-action.store.ts';
import { effectsOf, type IntradayEffect } from './prediction.ts';

/** Within how long contacts are to be answered unless somebody says: 20 seconds. */
const USUAL_WITHIN_MS = 20_000;
const withinOf = ({ within }: IntradayActionInput): number => within ?? USUAL_WITHIN_MS;
/** How long after its end a shift is looked for that overtime would reach into: a day. */
const DAY_MS = 86_400_000;

/** Lets an action pass only where the caller sees whoever it is about, or their whole place. Throws FORBIDDEN otherwise. */
async function requirePerson(context: Context, manager: EntityManager, { personId, siteId }: Shift): Promise<void> {
  const person = (await findPeople(manager, [personId])).get(personId);
  const site = (await findSites(manager, [siteId])).get(siteId);
  requireReach(context, { personId, siteId, teamId: person?.teamId, regionId: site?.regionId });
}

/** What is wrong with where somebody is to be lent, and for what. */
async function problemsOfLoan(manager: EntityManager, shift: Shift, input: IntradayActionInput, drafted: Drafted) {
  const { teamId, skillId } = input;
  if (!drafted.loan || !teamId) return [];
  const team = (await findTeams(manager, [teamId])).get(teamId);
  if (team?.siteId !== shift.siteId) return [{ path: 'teamId', message: 'is not a team of the site of the shift' }];
  const staff = await staffDuring(manager, [shift.personId], { ...drafted.span, timeZone: 'UTC' });
  const member = staff.get(shift.personId);
  if (member?.teamId === teamId) return [{ path: 'teamId', message: 'is their own team' }];
  if ((await loansOf(manager, [shift.personId], drafted.span)).length > 0)
    return [{ path: 'startsAt', message: 'or a time after it is lent to another team already' }];
  return !skillId || member?.skillIds.includes(skillId)
    ? []
    : [{ path: 'skillId', message: 'is not a skill that they have all that time' }];
}

/** What an action would come to by what is on record, or what stands against it in itself. */
async function drafting(context: Context, manager: EntityManager, shift: Shift, input: IntradayActionInput) {
  const around = { startsAt: shift.startsAt, endsAt: new Date(shift.endsAt.getTime() + DAY_MS) };
  const others = await shiftsDuring(manager, [shift.personId], around);
  const drafted = draft(shift, input, { now: context.now(), others });
  if (drafted.type !== 'Drafted') return drafted;
  const problems = await problemsOfLoan(manager, shift, input, drafted);
  return problems.length > 0 ? invalidInput(problems) : drafted;
}

/** What an action would do to the requirements that it touches. */
async function foretold(
  context: Context,
  manager: EntityManager,
  { shift, drafted, withinMs }: { shift: Shift; drafted: Drafted; withinMs: number },
): Promise<IntradayEffect[]> {
  const requirements = await requirementsDuring(manager, shift.siteId, drafted.span);
  const span = wholeSpan([shift, drafted.span, ...requirements]) ?? shift;
  const crew = await crewOf(manager, shift.siteId, span, context.now());
  return effectsOf(drafted, { before: shift, crew, requirements, withinMs });
}

/** Says what an action would do, and which hard rules it would break. Nothing is written. Null when there is no such shift. */
export async function previewIntradayAction(context: Context, input: IntradayActionInput) {
  const { manager } = context.db;
  const shift = await findShift(manager, context.actor, input.shiftId);
  if (!shift) return null;
  await requirePerson(context, manager, shift);
  const drafted = await drafting(context, manager, shift, input);
  if (drafted.type === 'InvalidInput') return { effects: [], breaches: [], problems: drafted.problems };
  if (drafted.type !== 'Drafted')
    return { effects: [], breaches: [], problems: [{ path: 'shiftId', message: 'was cancelled' }] };
  const effects = await foretold(context, manager, { shift, drafted, withinMs: withinOf(input) });
  const change = { added: [drafted.after], removed: [shift] };
  const span = wholeSpan([drafted.after, shift]) ?? drafted.span;
  const around = await surroundingsOf(manager, { ...span, siteId: shift.siteId, personIds: [shift.personId] });
  const breaches = drafted.loan ? [] : breachesOfChange(around, change);
  return { effects, breaches, problems: [] };
}

/** Puts the shift as the action has it, if hard rules let it. */
async function applied(
  context: Context,
  tx: Transaction,
  { shift, drafted, input }: { shift: Shift; drafted: Drafted; input: TakeIntradayActionInput },
) {
  if (drafted.loan) return { type: 'Applied' as const, shift };
  const after = { ...drafted.after, reason: input.reason, version: shift.version + 1 };
  const reason = input.overrideReason ?? null;
  const ruled = { added: [after], removed: [shift], overrideReason: reason, isByHand: false };
  const allowed = await ruledChange(context, tx, ruled);
  if (allowed.type !== 'Allowed') return allowed;
  await saveShift(tx.manager, after);
  await keepOverrides(context, tx, { shifts: [after], allowed, reason });
  const at = context.now();
  tx.emit(changedEvent(after, at));
  await reviewRosters(tx, { personIds: [after.personId], visitIds: [], at });
  return { type: 'Applied' as const, shift: after };
}

async function keep(tx: Transaction, action: IntradayAction): Promise<void> {
  await addAction(tx.manager, action);
  await watchSite(tx.manager, action.siteId, action.takenAt);
  const { id, siteId, shiftId, personId, kind, from, until, teamId, takenAt } = action;
  tx.emit({
    ...{ type: 'courtesy.intraday-action.taken.v1', subject: id, sequence: 1, time: takenAt },
    data: { siteId, shiftId, personId, kind, teamId, from: from.toISOString(), until: until.toISOString() },
  });
}

async function take(context: Context, tx: Transaction, input: TakeIntradayActionInput) {
  const { action: plan, reason, expectedVersion } = input;
  const shift = await lockShift(tx.manager, context.actor, plan.shiftId);
  if (!shift) return notFound(plan.shiftId);
  await requirePerson(context, tx.manager, shift);
  if (expectedVersion && expectedVersion !== shift.version) return staleVersion(expectedVersion, shift);
  await lockPeople(tx.manager, [shift.personId]);
  const drafted = await drafting(context, tx.manager, shift, plan);
  if (drafted.type !== 'Drafted') return drafted;
  if (needsAgreement(plan.kind) && !input.isAgreed) return { type: 'AgreementIsMissing' as const, shift };
  const withinMs = withinOf(plan);
  const effects = await foretold(context, tx.manager, { shift, drafted, withinMs });
  const outcome = await applied(context, tx, { shift, drafted, input });
  if (outcome.type !== 'Applied') return outcome;
  const action: IntradayAction = {
    ...{ id: context.newId('inda'), siteId: shift.siteId, shiftId: shift.id, personId: shift.personId },
    ...{ kind: plan.kind, from: drafted.span.startsAt, until: drafted.span.endsAt, effects, withinMs, reason },
    ...{ teamId: drafted.loan?.teamId ?? null, skillId: drafted.loan ? (plan.skillId ?? null) : null },
    ...{ takenAt: context.now(), takenById: context.actor.personId ?? null },
  };
  await keep(tx, action);
  return { type: 'IntradayActionTaken' as const, action, shift: outcome.shift };
}

/** Does something during the day about who is there. What it was foretold to do is kept beside it. */
export async function takeIntradayAction(context: Context, input: TakeIntradayActionInput) {
  const problems = [...problemsOfReason(input.reason), ...problemsOfOverride(input.overrideReason)];
  if (problems.length > 0) return invalidInput(problems) satisfies InvalidInput;
  const { subject } = context.actor;
  const request = { key: input.idempotencyKey, operation: 'takeIntradayAction', subject, input, now: context.now() };
  return context.db.transaction((tx) => once(tx, request, () => take(context, tx, input)));
}
