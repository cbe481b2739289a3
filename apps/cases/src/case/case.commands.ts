import {
  invalidInput,
  isIdOf,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type Problem,
  type StaleVersion,
} from '@courtesy/kernel';
import type { EntityManager } from 'typeorm';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  AssignCaseInput,
  AwaitCustomerInput,
  AwaitThirdPartyInput,
  CancelCaseInput,
  CaseReferenceInput,
  CloseCaseInput,
  OpenCaseInput,
  PrioritiseCaseInput,
  RecordDisputeInput,
  ReopenCaseInput,
  ResolveCaseInput,
  StartCaseInput,
} from '@courtesy/graph-types/cases';
import { moving, opening } from '../clock/case-change.ts';
import { moveClocks } from '../clock/clock.commands.ts';
import { movedEvent, openedEvent } from './case-events.ts';
import {
  assign,
  awaitCustomer,
  awaitThirdParty,
  cancel,
  close,
  MAX_REASON,
  prioritise,
  problemWithText,
  recordDispute,
  reopen,
  resolve,
  start,
  type Case,
  type CaseAlreadyOpen,
  type CaseMoved,
  type CaseOpened,
  type IllegalCaseTransition,
} from './case.ts';
import { newCase, problemsOfMatter, type Matter } from './opening.ts';
import {
  addCases,
  findCaseBySource,
  isDuplicateReference,
  lockCase,
  nextCaseNumbers,
  saveCases,
} from './case.store.ts';

/** What can come of opening a case. */
export type OpenCaseOutcome = CaseOpened | CaseAlreadyOpen | InvalidInput | IdempotencyKeyReused;

/** The refusal for a reference that another case has, which shows that case only to those who may see it. */
async function alreadyOpen(
  { actor }: Context,
  manager: EntityManager,
  { source, id }: CaseReferenceInput,
): Promise<CaseAlreadyOpen | null> {
  const known = await findCaseBySource(manager, actor, { source, sourceId: id });
  return known && { type: 'CaseAlreadyOpen', case: known.visible };
}

/** A matter that names no site, team or person is for the desk it was brought to; otherwise whoever took it could not see it again. */
function atHome(input: OpenCaseInput, { siteId, teamId }: Context['actor']): OpenCaseInput {
  if (input.siteId || input.teamId || input.assigneeId) return input;
  return { ...input, ...(siteId && { siteId }), ...(teamId && { teamId }) };
}

/** Records a matter that a customer brought. */
export async function openCase(context: Context, input: OpenCaseInput): Promise<OpenCaseOutcome> {
  const { db, actor } = context;
  const now = context.now();
  const matter: Matter = { ...atHome(input, actor), openedAt: input.openedAt ?? now };
  const problems = problemsOfMatter(matter, now);
  if (problems.length > 0) return invalidInput(problems);
  const reference = input.externalReference;
  try {
    return await db.transaction((tx) =>
      once(tx, { key: input.idempotencyKey, operation: 'openCase', subject: actor.subject, input, now }, async () => {
        const known = reference && (await alreadyOpen(context, tx.manager, reference));
        if (known) return known;
        const [number] = await nextCaseNumbers(tx.manager, 1);
        const opened = newCase(matter, { id: context.newId('case'), number: number ?? 0 });
        await addCases(tx.manager, [opened]);
        tx.emit(openedEvent(opened));
        await moveClocks(context, tx, [opening(opened)]);
        return { type: 'CaseOpened' as const, case: opened };
      }),
    );
  } catch (error) {
    const winner = reference && isDuplicateReference(error) && (await alreadyOpen(context, db.manager, reference));
    if (winner) return winner;
    throw error;
  }
}

interface CaseRequest {
  readonly caseId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The one way of a change: lock the case, let the domain decide, save, announce. */
function changeCase<M extends CaseMoved>(
  context: Context,
  request: CaseRequest,
  decide: (current: Case, now: Date) => M | IllegalCaseTransition,
): Promise<M | IllegalCaseTransition | NotFound | StaleVersion<Case>> {
  return context.db.transaction(async (tx) => {
    const current = await lockCase(tx.manager, context.actor, request.caseId);
    if (!current) return notFound(request.caseId);
    const expected = request.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = decide(current, context.now());
    if (outcome.type === 'IllegalCaseTransition') return outcome;
    await saveCases(tx.manager, [outcome.case]);
    tx.emit(movedEvent(outcome));
    await moveClocks(context, tx, [moving(outcome)]);
    return outcome;
  });
}

function problemsOfAssignment(input: AssignCaseInput): Problem[] {
  const prefixes = { siteId: 'site', teamId: 'team', assigneeId: 'pers' } as const;
  return (Object.entries(prefixes) as [keyof typeof prefixes, string][]).flatMap(([path, prefix]) => {
    const id = input[path];
    return typeof id === 'string' && !isIdOf(prefix, id)
      ? [{ path, message: `"${id}" is not the id of a ${prefix === 'pers' ? 'person' : prefix}` }]
      : [];
  });
}

/** Gives a case to a site, a team or a person. */
export async function assignCase(context: Context, input: AssignCaseInput) {
  const problems = problemsOfAssignment(input);
  if (problems.length > 0) return invalidInput(problems);
  return changeCase(context, input, (current, now) => assign(current, input, now));
}

/** Begins work on a case, or takes it up again after waiting. */
export function startCase(context: Context, input: StartCaseInput) {
  return changeCase(context, input, start);
}

/** As {@link changeCase}, for changes that a person must give a reason for. */
async function changeWithReason<M extends CaseMoved>(
  context: Context,
  request: CaseRequest & { readonly reason: string },
  decide: (current: Case, reason: string, now: Date) => M | IllegalCaseTransition,
) {
  const problem = problemWithText('reason', request.reason, MAX_REASON);
  if (problem) return invalidInput([problem]);
  return changeCase(context, request, (current, now) => decide(current, request.reason, now));
}

/** Lets a case wait for its customer. */
export function awaitCustomerOn(context: Context, input: AwaitCustomerInput) {
  return changeWithReason(context, input, awaitCustomer);
}

/** Lets a case wait for somebody outside the service. */
export function awaitThirdPartyOn(context: Context, input: AwaitThirdPartyInput) {
  return changeWithReason(context, input, awaitThirdParty);
}

/** Answers a case. */
export function resolveCase(context: Context, input: ResolveCaseInput) {
  return changeCase(context, input, (current, now) => resolve(current, input, now));
}

/** Ends a resolved case for good. */
export function closeCase(context: Context, input: CloseCaseInput) {
  return changeCase(context, input, close);
}

/** Takes a resolved case up again. */
export function reopenCase(context: Context, input: ReopenCaseInput) {
  return changeWithReason(context, input, reopen);
}

/** Ends a case without an answer. */
export function cancelCase(context: Context, input: CancelCaseInput) {
  return changeWithReason(context, input, cancel);
}

/** Handles a case with another urgency. */
export function prioritiseCase(context: Context, input: PrioritiseCaseInput) {
  return changeWithReason(context, input, (current, reason, now) =>
    prioritise(current, { priority: input.priority, reason }, now),
  );
}

/** Records whether a customer disputes the answer to their case. */
export function recordDisputeOn(context: Context, input: RecordDisputeInput) {
  return changeCase(context, input, (current, now) => recordDispute(current, input.disputed, now));
}
