import {
  durationOf,
  invalidInput,
  isIdOf,
  notFound,
  type InvalidInput,
  type NotFound,
  type Problem,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AcknowledgeCalloutInput, StandDownCalloutInput, SummonManagerInput } from '@courtesy/graph-types/cases';
import { visibleCases } from '../case/case.store.ts';
import { MAX_REASON, problemWithText, type Case } from '../case/case.ts';
import { placeOf } from '../person-copy/on-duty.store.ts';
import { calledBy, lockCallout, mayCallTo, saveCallout } from './callout.store.ts';
import {
  acknowledge,
  standDown,
  type Callout,
  type CalloutAcknowledged,
  type CalloutIsForAnother,
  type CalloutIsSettled,
  type CalloutStoodDown,
  type ManagerSummoned,
} from './callout.ts';
import { call, calloutEvents } from './paging.commands.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** How long whoever is called has to answer when nobody says, in milliseconds. */
const ACKNOWLEDGE_WITHIN_MS = 300_000;

function problemsOfSummons(input: SummonManagerInput): Problem[] {
  const within = input.acknowledgeWithin;
  const reason = problemWithText('reason', input.reason, MAX_REASON);
  const outOfRange = within != null && (within < MINUTE_MS || within > HOUR_MS);
  const isOther = input.siteId && !isIdOf('site', input.siteId);
  return [
    ...(reason ? [reason] : []),
    ...(isOther ? [{ path: 'siteId', message: `"${input.siteId}" is not the id of a site` }] : []),
    ...(outOfRange ? [{ path: 'acknowledgeWithin', message: 'must be between a minute and an hour' }] : []),
  ];
}

const draftOf = (context: Context, input: SummonManagerInput, siteId: string, about: Case | null): Callout => ({
  ...{ id: context.newId('call'), siteId, caseId: about?.id ?? null, customerId: about?.customerId ?? null },
  ...{ reason: input.reason, urgency: input.urgency ?? 'URGENT', status: 'UNCOVERED', level: 'MANAGER' },
  ...{ requesterId: context.actor.personId ?? null, requestedBy: context.actor.subject, toPersonId: null },
  ...{ raisedAt: context.now(), acknowledgeWithin: input.acknowledgeWithin ?? durationOf(ACKNOWLEDGE_WITHIN_MS) },
  ...{ acknowledgeBy: null, acknowledgedAt: null, dueAt: null, version: 0 },
});

async function summon(
  context: Context,
  tx: Transaction,
  input: SummonManagerInput,
): Promise<ManagerSummoned | NotFound | InvalidInput> {
  const { actor } = context;
  const cases = visibleCases(tx.manager, actor);
  const about = input.caseId ? await cases.andWhere('c.id = :id', { id: input.caseId }).getOne() : null;
  if (input.caseId && !about) return notFound(input.caseId);
  const siteId = input.siteId ?? (about ? await placeOf(tx.manager, about) : null) ?? actor.siteId;
  if (!siteId) return invalidInput([{ path: 'siteId', message: 'must be given: nobody can say where it is' }]);
  const isOfCase = about?.siteId === siteId;
  if (!isOfCase && !(await mayCallTo(tx.manager, actor, siteId))) return notFound(siteId);
  const parts = { tx, at: context.now(), newId: context.newId };
  return { type: 'ManagerSummoned', callout: await call(parts, draftOf(context, input, siteId, about)) };
}

/** Calls the manager on shift to the spot. */
export async function summonManager(
  context: Context,
  input: SummonManagerInput,
): Promise<ManagerSummoned | NotFound | InvalidInput | IdempotencyKeyReused> {
  const problems = problemsOfSummons(input);
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation: 'summonManager', subject: context.actor.subject, input };
  return context.db.transaction((tx) => once(tx, { ...request, now: context.now() }, () => summon(context, tx, input)));
}

function changeCallout<O extends { readonly type: string; readonly callout: Callout }>(
  context: Context,
  calloutId: string,
  decide: (tx: Transaction, current: Callout) => Promise<O> | O,
): Promise<O | NotFound> {
  return context.db.transaction(async (tx) => {
    const current = await lockCallout(tx.manager, context.actor, calloutId);
    if (!current) return notFound(calloutId);
    const outcome = await decide(tx, current);
    if (outcome.callout.version === current.version) return outcome;
    await saveCallout(tx.manager, outcome.callout);
    tx.emit(...calloutEvents(outcome.callout, context.now()));
    return outcome;
  });
}

/** Says that one who was called is on the way. */
export const acknowledgeCallout = (context: Context, input: AcknowledgeCalloutInput) =>
  changeCallout<CalloutAcknowledged | CalloutIsSettled | CalloutIsForAnother>(
    context,
    input.calloutId,
    async (tx, current) => {
      const called = await calledBy(tx.manager, current.id);
      return acknowledge(current, context.actor.personId ?? null, called, context.now());
    },
  );

/** Calls a call-out off. */
export const standDownCallout = (context: Context, input: StandDownCalloutInput) =>
  changeCallout<CalloutStoodDown | CalloutIsSettled>(context, input.calloutId, (_, current) => standDown(current));
