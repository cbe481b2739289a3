import { invalidInput, isIdOf, type Problem } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import type {
  AcknowledgeComplaintInput,
  ComplaintLetterInput,
  ComplaintLetterKind,
  EscalateToNextStageInput,
  IssueHoldingResponseInput,
  IssueResponseInput,
  ReferComplaintInput,
  CloseComplaintInput,
} from '@courtesy/graph-types/cases';
import { isUnended, MAX_REASON, problemWithText } from '../case/case.ts';
import { moveCases } from '../case/move.commands.ts';
import { hasMoved, type MoveRefused } from '../case/move.ts';
import { addRemedialActions, openRemedialActions } from '../remedial-action/remedial-action.store.ts';
import { promisedEvent, promisedIn } from '../remedial-action/remedial-action.ts';
import { stepAs, stepOn, Undone, withComplaint, type LockedComplaint } from './complaint.commands.ts';
import { longestDelay, summaryResolutionUntil } from './complaint-deadline.ts';
import { leadsTo, nextStageOf, stageOf } from './complaint.ts';
import { dayOf } from './day.ts';
import { MAX_ITEMS } from './deciding.commands.ts';
import {
  problemsOfLetter,
  refusalOf,
  type GivenLetter,
  type LetterNotForeseen,
  type SummaryResolutionTooLate,
} from './letter-check.ts';
import type { StepGiven } from './taking.ts';

/** What is wrong with when something was done; empty when nothing is. Nothing is done before what the customer was last told or asked. */
function problemsOfTime(path: string, at: Date, { steps, complaint, now }: LockedComplaint): Problem[] {
  if (at > now) return [{ path, message: 'lies in the future' }];
  const last = steps.findLast(({ letterKind, verb }) => letterKind !== null || verb === 'ESCALATE');
  const earliest = last?.at ?? complaint.receivedAt;
  return at < earliest ? [{ path, message: `lies before ${earliest.toISOString()}, when it could first be done` }] : [];
}

/** Checks a letter, and makes of it what a step keeps. */
function letterStep(locked: LockedComplaint, kind: ComplaintLetterKind, given: ComplaintLetterInput) {
  const letter: GivenLetter = { kind, body: given.body, elements: given.elements };
  const at = given.sentAt ?? locked.now;
  const problems = [...problemsOfLetter(locked, letter), ...problemsOfTime('letter.sentAt', at, locked)];
  if (problems.length > 0) return invalidInput(problems);
  const elements = given.elements.map(({ element, passage }) => ({ element, passage }));
  return refusalOf(locked, letter) ?? { at, letterKind: kind, body: given.body, elements };
}

const isRefused = <T extends object>(of: T): of is Extract<T, { readonly type: string }> => 'type' in of;

/** Tells the customer that their complaint was received. */
export function acknowledgeComplaint(context: Context, input: AcknowledgeComplaintInput) {
  return withComplaint(context, input, async (locked) => {
    const to = leadsTo(locked, 'ACKNOWLEDGE');
    if (typeof to === 'object') return to;
    const letter = letterStep(locked, 'ACKNOWLEDGEMENT', input.letter);
    if (isRefused(letter)) return letter;
    return stepAs('ComplaintAcknowledged', context, locked, { verb: 'ACKNOWLEDGE', ...letter });
  });
}

/** What is wrong with the day that a holding response names; empty when nothing is. */
function problemsOfDelay(locked: LockedComplaint, expectedOn: string): Problem[] {
  const today = dayOf(locked.now, locked.rules.timeZone);
  const longest = longestDelay(locked);
  if (expectedOn <= today) return [{ path: 'expectedOn', message: `is not after today, ${today}` }];
  if (longest !== null && expectedOn > longest)
    return [{ path: 'expectedOn', message: `is after ${longest}, the last day of the longer limit` }];
  return [];
}

/** Tells the customer why there is no answer yet, and when there will be. */
export async function issueHoldingResponse(context: Context, input: IssueHoldingResponseInput) {
  const reasons = problemWithText('reasons', input.reasons, MAX_REASON);
  if (reasons) return invalidInput([reasons]);
  return withComplaint(context, input, async (locked) => {
    const to = leadsTo(locked, 'HOLD');
    if (typeof to === 'object') return to;
    const letter = letterStep(locked, 'HOLDING', input.letter);
    if (isRefused(letter)) return letter;
    const problems = problemsOfDelay(locked, input.expectedOn);
    if (problems.length > 0) return invalidInput(problems);
    const given: StepGiven = { verb: 'HOLD', reason: input.reasons, expectedOn: input.expectedOn, ...letter };
    return stepAs('HoldingResponseIssued', context, locked, given);
  });
}

function problemsOfPromises({ remedialActions }: IssueResponseInput): Problem[] {
  const given = remedialActions ?? [];
  const problems = given.flatMap(({ action, ownerId }, i) => {
    const text = problemWithText(`remedialActions[${i}].action`, action, MAX_REASON);
    const stranger = ownerId != null && !isIdOf('pers', ownerId);
    const path = `remedialActions[${i}].ownerId`;
    return [
      ...(text ? [text] : []),
      ...(stranger ? [{ path, message: `"${ownerId}" is not the id of a person` }] : []),
    ];
  });
  if (given.length > MAX_ITEMS)
    problems.push({ path: 'remedialActions', message: `has ${given.length} items; at most ${MAX_ITEMS}` });
  return problems;
}

/** Which letter the answer is, or why it cannot be that one. */
function answerKind(
  locked: LockedComplaint,
  { kind, letter }: IssueResponseInput,
): ComplaintLetterKind | LetterNotForeseen | SummaryResolutionTooLate {
  const { endedBy } = stageOf(locked);
  const chosen = kind ?? endedBy.at(-1) ?? 'FINAL_RESPONSE';
  if (!endedBy.includes(chosen)) return { type: 'LetterNotForeseen', stageKey: locked.complaint.stage, kind: chosen };
  if (chosen !== 'SUMMARY_RESOLUTION') return chosen;
  const dueOn = summaryResolutionUntil(locked);
  const sentOn = dayOf(letter.sentAt ?? locked.now, locked.rules.timeZone);
  return dueOn !== null && sentOn > dueOn ? { type: 'SummaryResolutionTooLate', dueOn } : chosen;
}

/** Why the case is not resolved with the answer, which is then not sent either. */
type CaseNotResolved = Exclude<MoveRefused<'RESOLVE'>, { readonly type: 'StaleVersion' }>;

async function resolveWith(context: Context, { tx, case: about }: LockedComplaint, input: IssueResponseInput) {
  if (!input.resolveCaseAs) return;
  const step = { verb: 'RESOLVE', outcome: input.resolveCaseAs } as const;
  const [outcome] = await moveCases(context, tx, [{ caseId: about.id, step }]);
  if (outcome && !hasMoved(outcome)) throw new Undone(outcome);
}

async function answer(context: Context, locked: LockedComplaint, input: IssueResponseInput) {
  const to = leadsTo(locked, 'RESPOND');
  if (typeof to === 'object') return to;
  const kind = answerKind(locked, input);
  if (typeof kind === 'object') return kind;
  const letter = letterStep(locked, kind, input.letter);
  if (isRefused(letter)) return letter;
  const known = await stepOn(context, locked, { verb: 'RESPOND', ...letter });
  if ('type' in known) return known;
  const { complaint } = known;
  const { actor, newId } = context;
  const actions = promisedIn(known, input.remedialActions ?? [], {
    newId: () => newId('rmed'),
    ownerId: actor.personId ?? null,
  });
  await addRemedialActions(locked.tx.manager, actions);
  locked.tx.emit(...actions.map((each) => promisedEvent(locked.case, each, locked.now)));
  await resolveWith(context, locked, input);
  return { type: 'ResponseIssued' as const, complaint, remedialActions: actions };
}

/** Sends the answer of the stage, and resolves the case with it when asked: both or neither. */
export async function issueResponse(context: Context, input: IssueResponseInput) {
  const problems = problemsOfPromises(input);
  if (problems.length > 0) return invalidInput(problems);
  try {
    return await withComplaint(context, input, (locked) => answer(context, locked, input));
  } catch (error) {
    if (error instanceof Undone) return (error as Undone<CaseNotResolved>).outcome;
    throw error;
  }
}

/** Takes the case up again that was resolved with the answer; null when it has not ended. */
async function reopen(context: Context, { tx, case: about }: LockedComplaint, reason: string) {
  if (isUnended(about.status)) return null;
  const [outcome] = await moveCases(context, tx, [{ caseId: about.id, step: { verb: 'REOPEN', reason } }]);
  return outcome ?? null;
}

/** Opens the next stage for a customer who is not satisfied, and takes their case up again. */
export async function escalateToNextStage(context: Context, input: EscalateToNextStageInput) {
  const reason = problemWithText('reason', input.reason, MAX_REASON);
  if (reason) return invalidInput([reason]);
  return withComplaint(context, input, async (locked) => {
    const to = leadsTo(locked, 'ESCALATE');
    if (typeof to === 'object') return to;
    const at = input.requestedAt ?? locked.now;
    const problems = problemsOfTime('requestedAt', at, locked);
    if (problems.length > 0) return invalidInput(problems);
    const moved = await reopen(context, locked, input.reason);
    if (moved && !hasMoved(moved)) return moved;
    const about = moved?.case ?? locked.case;
    const stage = nextStageOf(locked)?.key ?? locked.complaint.stage;
    const given: StepGiven = { verb: 'ESCALATE', at, reason: input.reason, changes: { stage } };
    return stepAs('ComplaintEscalated', context, { ...locked, case: about }, given);
  });
}

/** Records that a complaint went to the body outside that the regime names. */
export async function referComplaint(context: Context, input: ReferComplaintInput) {
  const reason = problemWithText('reason', input.reason, MAX_REASON);
  if (reason) return invalidInput([reason]);
  return withComplaint(context, input, (locked) =>
    stepAs('ComplaintReferred', context, locked, { verb: 'REFER', at: locked.now, reason: input.reason }),
  );
}

/** Ends a complaint of which nothing more is owed. */
export function closeComplaint(context: Context, input: CloseComplaintInput) {
  return withComplaint(context, input, async (locked) => {
    const { tx, complaint, now } = locked;
    const to = leadsTo(locked, 'CLOSE');
    if (typeof to === 'object') return to;
    const open = await openRemedialActions(tx.manager, complaint.id);
    if (open.length > 0) return { type: 'RemedialActionsOpen' as const, remedialActions: open };
    return stepAs('ComplaintClosed', context, locked, { verb: 'CLOSE', at: now, changes: { closedAt: now } });
  });
}
