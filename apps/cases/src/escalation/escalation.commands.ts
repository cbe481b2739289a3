import {
  durationOf,
  invalidInput,
  isIdOf,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  AcceptEscalationInput,
  EscalateCaseInput,
  EscalationLevel,
  ReturnEscalationInput,
} from '@courtesy/graph-types/cases';
import { lockCase } from '../case/case.store.ts';
import {
  MAX_REASON,
  problemWithNote,
  problemWithText,
  isUnended,
  type Case,
  type IllegalCaseTransition,
} from '../case/case.ts';
import { moveCases } from '../case/move.commands.ts';
import { ledgersOf } from '../clock/clock.store.ts';
import { above, levelOf, rankOf } from '../person-copy/on-duty.ts';
import { waitOf } from './climbing.ts';
import { lookAgain } from './climb.store.ts';
import { escalationEvents } from './escalation-events.ts';
import { escalationsOf, findEscalation, saveEscalation } from './escalation.store.ts';
import {
  accept,
  handBack,
  isOpen,
  settle,
  type CaseEscalated,
  type Escalation,
  type EscalationAccepted,
  type EscalationIsForAnother,
  type EscalationIsOpen,
  type EscalationIsSettled,
  type EscalationReturned,
  type NothingToEscalate,
} from './escalation.ts';
import { handOversOf } from './hand-over.store.ts';
import { MAX_PART } from './hand-over.ts';
import { raise } from './raising.commands.ts';

const PARTS = ['asked', 'done', 'promised', 'open'] as const;
const MINUTE_MS = 60_000;
/** The longest time to accept, in milliseconds: a day. */
const MAX_ACCEPT_MS = 86_400_000;
/** How long somebody has to accept when whoever escalates does not say, in milliseconds. */
const ACCEPT_WITHIN_MS = 1_800_000;

function problemsOfEscalation(input: EscalateCaseInput) {
  const within = input.acceptWithin;
  const reason = problemWithText('reason', input.reason, MAX_REASON);
  const parts = PARTS.flatMap(
    (part) => problemWithNote(`handOver.${part}`, input.handOver?.[part] ?? '', MAX_PART) ?? [],
  );
  const outOfRange = within != null && (within < MINUTE_MS || within > MAX_ACCEPT_MS);
  return [
    ...(reason ? [reason] : []),
    ...parts,
    ...(outOfRange ? [{ path: 'acceptWithin', message: 'must be between a minute and a day' }] : []),
  ];
}

/** To whom a case goes when nobody says: the level above whoever escalates it, and above whoever is asked already. */
function usualLevel(context: Context, open: Escalation | undefined): EscalationLevel {
  const own = levelOf(context.actor.role);
  const levels: EscalationLevel[] = ['LEAD', ...(own ? [above(own)] : []), ...(open ? [above(open.level)] : [])];
  return levels.reduce((highest, level) => (rankOf(level) > rankOf(highest) ? level : highest));
}

async function draftOf(context: Context, tx: Transaction, about: Case, input: EscalateCaseInput): Promise<Escalation> {
  const { actor } = context;
  const id = context.newId('esc');
  const composed = (await handOversOf(tx.manager, [about])).get(about.id);
  const { ledgers, calendarOf } = await ledgersOf(tx.manager, [about.id]);
  const part = (name: (typeof PARTS)[number]) => input.handOver?.[name] ?? composed?.[name] ?? '';
  return {
    ...{ id, caseId: about.id, originId: id, level: 'LEAD', status: 'UNCOVERED', isAutomatic: false },
    ...{
      reason: input.reason,
      asked: part('asked'),
      done: part('done'),
      promised: part('promised'),
      open: part('open'),
    },
    ...{ requesterId: actor.personId ?? null, fromPersonId: about.assigneeId, toPersonId: null, ladderId: null },
    wait: waitOf(ledgers.get(about.id) ?? [], calendarOf, context.now())?.key ?? null,
    ...{ raisedAt: context.now(), acceptWithin: input.acceptWithin ?? durationOf(ACCEPT_WITHIN_MS), acceptBy: null },
    ...{ acceptedAt: null, settledAt: null, settledReason: null, version: 0 },
  };
}

async function escalate(
  context: Context,
  tx: Transaction,
  input: EscalateCaseInput,
): Promise<CaseEscalated | EscalationIsOpen | NothingToEscalate | NotFound> {
  const about = await lockCase(tx.manager, context.actor, input.caseId);
  if (!about) return notFound(input.caseId);
  if (!isUnended(about.status)) return { type: 'NothingToEscalate', case: about };
  let history = (await escalationsOf(tx.manager, [about.id])).get(about.id) ?? [];
  const open = history.find(isOpen);
  const level = input.level ?? usualLevel(context, open);
  if (open && rankOf(level) <= rankOf(open.level)) return { type: 'EscalationIsOpen', escalation: open };
  const at = context.now();
  if (open) {
    const ended = settle(open, 'WITHDRAWN', 'Escalated further by a person', at);
    await saveEscalation(tx.manager, ended);
    tx.emit(...escalationEvents(ended, about, at));
    history = history.map((each) => (each.id === ended.id ? ended : each));
  }
  const escalation = await draftOf(context, tx, about, input);
  const raised = await raise({ tx, at, newId: context.newId }, { escalation, level, case: about, history });
  await lookAgain(tx.manager, about.id);
  return { type: 'CaseEscalated', escalation: raised };
}

/** Asks whoever is on duty above to take a case over. */
export async function escalateCase(
  context: Context,
  input: EscalateCaseInput,
): Promise<CaseEscalated | EscalationIsOpen | NothingToEscalate | NotFound | InvalidInput | IdempotencyKeyReused> {
  const problems = problemsOfEscalation(input);
  if (!isIdOf('case', input.caseId)) return notFound(input.caseId);
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation: 'escalateCase', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: context.now() }, () => escalate(context, tx, input)),
  );
}

/** Whoever is asked may have the case, whether or not they could see it before. */
const asAsked = (context: Context): Context => ({ ...context, actor: { ...context.actor, reach: 'ALL' } });

interface Answer {
  readonly escalationId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The one way of an answer: lock the case, read the escalation, decide, give the case to somebody, save, announce. */
async function answer<O extends EscalationAccepted | EscalationReturned>(
  context: Context,
  input: Answer,
  decide: (current: Escalation) => O | EscalationIsSettled | EscalationIsForAnother,
  assigneeAfter: (before: Escalation) => string | null | undefined,
): Promise<
  O | EscalationIsSettled | EscalationIsForAnother | IllegalCaseTransition | NotFound | StaleVersion<Escalation>
> {
  return context.db.transaction(async (tx) => {
    const seen = await findEscalation(tx.manager, context.actor, input.escalationId);
    if (!seen) return notFound(input.escalationId);
    const about = await lockCase(tx.manager, asAsked(context).actor, seen.caseId);
    const current = await findEscalation(tx.manager, context.actor, input.escalationId);
    if (!about || !current) return notFound(input.escalationId);
    const expected = input.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = decide(current);
    if (outcome.type === 'EscalationIsSettled' || outcome.type === 'EscalationIsForAnother') return outcome;
    const assigneeId = assigneeAfter(current);
    let now = about;
    if (assigneeId !== undefined) {
      const [moved] = await moveCases(asAsked(context), tx, [
        { caseId: about.id, step: { verb: 'ASSIGN', assigneeId } },
      ]);
      if (moved?.type === 'IllegalCaseTransition') return moved;
      if (moved?.type !== 'CaseAssigned') throw new Error(`The case ${about.id} could not be given to anybody`);
      now = moved.case;
    }
    await saveEscalation(tx.manager, outcome.escalation);
    tx.emit(...escalationEvents(outcome.escalation, now, context.now()));
    await lookAgain(tx.manager, about.id);
    return outcome;
  });
}

/** Takes over the case that the caller was asked to take over, which ends the ladder. */
export const acceptEscalation = (context: Context, input: AcceptEscalationInput) =>
  answer(
    context,
    input,
    (current) => accept(current, context.actor.personId ?? null, context.now()),
    ({ toPersonId }) => toPersonId,
  );

/** Hands a case back to whoever had it before. */
export async function returnEscalation(context: Context, input: ReturnEscalationInput) {
  const problem = problemWithText('reason', input.reason, MAX_REASON);
  if (problem) return invalidInput([problem]);
  const by = { personId: context.actor.personId ?? null, reason: input.reason };
  return answer(
    context,
    input,
    (current) => handBack(current, by, context.now()),
    (before) => (before.status === 'ACCEPTED' ? before.fromPersonId : undefined),
  );
}
