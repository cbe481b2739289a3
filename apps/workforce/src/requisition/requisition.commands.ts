import { invalidInput, notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  ApproveRequisitionInput,
  CancelRequisitionInput,
  HoldRequisitionInput,
  RaiseRequisitionInput,
  RejectRequisitionInput,
  ResumeRequisitionInput,
} from '@courtesy/graph-types/workforce';
import { requireReach, requireSite } from '../directory/access.commands.ts';
import { nothingThere } from '../directory/problems.ts';
import { findSites } from '../site/site.store.ts';
import { findTeams } from '../team/team.store.ts';
import {
  approve,
  newRequisition,
  problemsOfRequisition,
  reject,
  resume,
  stop,
  type HiringHand,
  type Requisition,
} from './requisition.ts';
import { addRequisition, lockRequisition, saveRequisition } from './requisition.store.ts';

/** Whoever does it, as records of hiring keep them. */
export const handOf = ({ actor, now }: Context): HiringHand => ({
  ...{ subject: actor.subject, personId: actor.personId ?? null, at: now() },
});

/** What others are told of a requisition. */
export const requisitionEvent = (requisition: Requisition, time: Date): NewEvent => ({
  ...{ type: 'courtesy.requisition.changed.v1', subject: requisition.id, sequence: requisition.version, time },
  data: {
    ...{ siteId: requisition.siteId, teamId: requisition.teamId, jobRole: requisition.jobRole },
    ...{ headcount: requisition.headcount, status: requisition.status, budgetLine: requisition.budgetLine },
    ...{ budgetMinor: String(requisition.budgetMinor), currency: requisition.currency },
  },
});

/** What is wrong with where people are to work: it is not on record, or the team is of another site. FORBIDDEN beyond the caller's reach. */
async function problemsOfPlace(context: Context, tx: Transaction, input: RaiseRequisitionInput) {
  const site = (await findSites(tx.manager, [input.siteId])).get(input.siteId);
  requireReach(context, { regionId: site?.regionId, siteId: input.siteId });
  if (!site) return [nothingThere('siteId', input.siteId)];
  const { teamId } = input;
  if (!teamId) return [];
  const team = (await findTeams(tx.manager, [teamId])).get(teamId);
  if (!team) return [nothingThere('teamId', teamId)];
  return team.siteId === site.id ? [] : [{ path: 'teamId', message: 'is a team of another site' }];
}

/** Asks to hire. */
export async function raiseRequisition(context: Context, input: RaiseRequisitionInput) {
  const problems = problemsOfRequisition(input);
  if (problems.length > 0) return invalidInput(problems);
  const by = handOf(context);
  const request = {
    ...{ key: input.idempotencyKey, operation: 'raiseRequisition', subject: by.subject, input, now: by.at },
  };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const misplaced = await problemsOfPlace(context, tx, input);
      if (misplaced.length > 0) return invalidInput(misplaced);
      const requisition = newRequisition(context.newId('requ'), input, by);
      await addRequisition(tx.manager, requisition);
      tx.emit(requisitionEvent(requisition, by.at));
      return { type: 'RequisitionRaised' as const, requisition };
    }),
  );
}

interface RequisitionRequest {
  readonly requisitionId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The one way of a change: lock, let the domain decide, save, announce. */
function changeRequisition<O extends { readonly type: string }>(
  context: Context,
  { requisitionId, expectedVersion }: RequisitionRequest,
  decide: (current: Requisition, by: HiringHand) => O,
): Promise<O | NotFound | StaleVersion<Requisition>> {
  return context.db.transaction(async (tx) => {
    const current = await lockRequisition(tx.manager, context.actor, requisitionId);
    if (!current) return notFound(requisitionId);
    await requireSite(context, tx, current.siteId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const by = handOf(context);
    const outcome = decide(current, by);
    const { requisition } = outcome as { readonly requisition?: Requisition };
    if (!requisition || requisition.version === current.version) return outcome;
    await saveRequisition(tx.manager, requisition);
    tx.emit(requisitionEvent(requisition, by.at));
    return outcome;
  });
}

/** Lets people be hired. */
export const approveRequisition = (context: Context, input: ApproveRequisitionInput) =>
  changeRequisition(context, input, approve);

/** Keeps anybody from being hired. */
export const rejectRequisition = (context: Context, input: RejectRequisitionInput) =>
  changeRequisition(context, input, (current, by) => reject(current, input.reason, by));

/** Stops hiring for now. */
export const holdRequisition = (context: Context, input: HoldRequisitionInput) =>
  changeRequisition(context, input, (current) => stop('RequisitionHeld', current, input.reason));

/** Goes on hiring. */
export const resumeRequisition = (context: Context, input: ResumeRequisitionInput) =>
  changeRequisition(context, input, resume);

/** Calls hiring off. */
export const cancelRequisition = (context: Context, input: CancelRequisitionInput) =>
  changeRequisition(context, input, (current) => stop('RequisitionCancelled', current, input.reason));
