import { invalidInput, isIdOf, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import type { AcceptAssignmentInput, DeclineAssignmentInput, OfferNextInput } from '@courtesy/graph-types/cases';
import { lockCase } from '../case/case.store.ts';
import { moveCases } from '../case/move.commands.ts';
import { teamsBeyond } from '../person-copy/team-reach.store.ts';
import { assignmentsById, caseOfAssignment, earliestOffersOf, lockAssignment, teamOf } from './assignment.store.ts';
import {
  ended,
  hindrance,
  type NothingToOffer,
  type AssignmentAccepted,
  type AssignmentDeclined,
  type AssignmentIsForAnother,
  type AssignmentIsOver,
  type WorkOffered,
} from './assignment.ts';
import { endOffers } from './ending.commands.ts';
import { offerDesk } from './offer-desk.commands.ts';

/** The scope with which one gives out work to others. */
const GIVES_OUT = 'routing:write';

/** What is wrong with who is to be offered work, as far as it can be said without looking; null when nothing is. */
function problemWithAsker({ actor }: Context, personId: string | undefined): string | null {
  if (!personId) return 'is missing; the caller is nobody of the directory';
  if (!isIdOf('pers', personId)) return `"${personId}" is not the id of a person`;
  return personId === actor.personId || actor.scopes.includes(GIVES_OUT)
    ? null
    : 'is somebody else; only who gives out work asks for others';
}

/** Lets somebody ask for work: the earliest offer that waits for their answer, or a new one. */
export async function offerNext(
  context: Context,
  input: OfferNextInput,
): Promise<WorkOffered | NothingToOffer | InvalidInput> {
  const { actor, db } = context;
  const refuse = (message: string) => invalidInput([{ path: 'personId', message }]);
  const personId = input.personId ?? actor.personId ?? '';
  const problem = problemWithAsker(context, personId || undefined);
  if (problem) return refuse(problem);
  const teamId = await teamOf(db.manager, personId);
  if (teamId === undefined) return refuse('is nobody who works here');
  if (personId !== actor.personId && (await teamsBeyond(db.manager, actor, [teamId ?? ''])).length > 0)
    return refuse('is nobody whose work the caller gives out');
  const [open] = await earliestOffersOf(db.manager, [personId], context.now());
  if (open) return { type: 'WorkOffered', assignment: open };
  if (teamId === null) return { type: 'NothingToOffer', because: 'NO_QUEUE' };
  const { offers, refused } = await context.resource(offerDesk).ask(teamId, personId);
  const assignment = offers.find((each) => each.personId === personId);
  if (assignment) return { type: 'WorkOffered', assignment };
  return { type: 'NothingToOffer', because: refused.get(personId) ?? 'NOTHING_WAITS' };
}

/** A refusal to a caller; an offer for somebody else is shown only to those who see it. */
async function shown(context: Context, refusal: AssignmentIsForAnother | AssignmentIsOver) {
  const { id } = refusal.assignment;
  const isTheirs = refusal.type === 'AssignmentIsOver' || (await context.load(assignmentsById, id, undefined));
  return isTheirs ? refusal : notFound(id);
}

/** Takes a case that the caller is offered: it is assigned to them, by the one road of every change. */
export function acceptAssignment(
  context: Context,
  { assignmentId }: AcceptAssignmentInput,
): Promise<AssignmentAccepted | AssignmentIsOver | AssignmentIsForAnother | NotFound> {
  const { actor, db } = context;
  const now = context.now();
  // The offer is what lets somebody have a case, even one of a team whose cases they do not see otherwise.
  const offered: Context = { ...context, actor: { ...actor, reach: 'ALL' } };
  return db.transaction(async (tx) => {
    const caseId = await caseOfAssignment(tx.manager, assignmentId);
    // The case before the offer, as everywhere: two who lock both do not wait for each other.
    const about = caseId && (await lockCase(tx.manager, offered.actor, caseId));
    const current = await lockAssignment(tx.manager, assignmentId);
    if (!about || !current) return notFound(assignmentId);
    const refusal = hindrance(current, actor.personId, now);
    if (refusal) return shown(context, refusal);
    const isFree = about.assigneeId === null && (about.status === 'NEW' || about.status === 'OPEN');
    if (!isFree) {
      const over = ended(current, { status: 'WITHDRAWN', endReason: 'CASE_MOVED', at: now });
      await endOffers(tx, [over]);
      return { type: 'AssignmentIsOver' as const, assignment: over };
    }
    const step = { verb: 'ASSIGN' as const, assigneeId: current.personId };
    const [moved] = await moveCases(offered, tx, [{ caseId: about.id, step }]);
    if (moved?.type !== 'CaseAssigned') throw new Error(`A case that nobody has was not assigned: ${moved?.type}`);
    const accepted = ended(current, { status: 'ACCEPTED', endReason: null, at: now });
    await endOffers(tx, [accepted]);
    return { type: 'AssignmentAccepted' as const, assignment: accepted };
  });
}

/** Declines a case that the caller is offered. The case itself does not change, so it keeps its age. */
export function declineAssignment(
  context: Context,
  { assignmentId, reason }: DeclineAssignmentInput,
): Promise<AssignmentDeclined | AssignmentIsOver | AssignmentIsForAnother | NotFound> {
  const now = context.now();
  return context.db.transaction(async (tx) => {
    const current = await lockAssignment(tx.manager, assignmentId);
    if (!current) return notFound(assignmentId);
    const refusal = hindrance(current, context.actor.personId, now);
    if (refusal) return shown(context, refusal);
    const declined = ended(current, { status: 'DECLINED', endReason: reason, at: now });
    await endOffers(tx, [declined]);
    return { type: 'AssignmentDeclined' as const, assignment: declined };
  });
}
