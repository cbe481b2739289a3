import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import { type Context, onceRequest } from '@courtesy/subgraph';
import type {
  AssignIncidentRoleInput,
  ContainIncidentInput,
  DeclareIncidentInput,
  FlagIncidentForRegulatorInput,
  NoteOnIncidentInput,
  PlanCommunicationsInput,
  ProposeIncidentInput,
  RejectIncidentInput,
  ReviewIncidentInput,
  TellRegulatorOfIncidentInput,
} from '@courtesy/graph-types/cases';
import { problemWithText } from '../case/case.ts';
import { MAX_NAME } from '../case/opening.ts';
import {
  problemsOfId,
  problemsOfPast,
  problemsOfPlan,
  problemsOfProposal,
  problemsOfReason,
  problemsOfReview,
  problemsOfStory,
} from './incident-input.ts';
import {
  entryOf,
  outcomeAs,
  placeOf,
  stepRequested,
  type IncidentRequest,
  type StepOutcome,
} from './incident-step.commands.ts';
import type { IncidentStep, MajorIncident } from './major-incident.ts';
import { addEntry, addIncident } from './major-incident.store.ts';
import { regulatorDueAt } from './regulator-clock.ts';

/** A major incident was proposed. */
export interface IncidentProposed {
  readonly type: 'IncidentProposed';
  readonly incident: MajorIncident;
}

/** A major incident as it begins. A proposal that names no site is about the one of whoever makes it, if they have one. */
function proposed({ newId, now, actor }: Context, input: ProposeIncidentInput): MajorIncident {
  const { title, description, kind, severity, siteIds } = input;
  const here = actor.siteId ? [actor.siteId] : [];
  return {
    ...{ id: newId('minc'), title, description: description ?? '', kind, severity, status: 'PROPOSED' },
    siteIds: siteIds ? [...new Set(siteIds)] : here,
    ...{ communicationsPlan: null, regulatorGround: null, awareAt: null, regulatorDueAt: null },
    ...{ regulatorReference: null, regulatorReportedAt: null, review: null },
    ...{ proposedBy: actor.subject, proposerId: actor.personId ?? null, proposedAt: now() },
    ...{ declaredAt: null, containedAt: null, resolvedAt: null, reviewedAt: null },
    ...{ rejectedAt: null, rejectionReason: null, version: 1 },
  };
}

/** Proposes that something is a major incident. */
export async function proposeIncident(
  context: Context,
  input: ProposeIncidentInput,
): Promise<IncidentProposed | InvalidInput | IdempotencyKeyReused> {
  const problems = problemsOfProposal(input);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction((tx) =>
    once(tx, onceRequest(context, 'proposeIncident', input), async () => {
      const incident = proposed(context, input);
      await addIncident(tx.manager, incident);
      await addEntry(tx.manager, entryOf(context, incident, 'PROPOSED'));
      tx.emit({
        type: 'courtesy.incident.proposed.v1',
        ...{ subject: incident.id, sequence: incident.version, time: incident.proposedAt },
        data: placeOf(incident, incident.proposedAt, incident.proposerId),
      });
      return { type: 'IncidentProposed' as const, incident };
    }),
  );
}

/** A request about an incident that may come more than once, and what is wrong with it. */
interface Asked {
  readonly request: IncidentRequest & { readonly idempotencyKey?: string | null | undefined };
  readonly problems?: readonly Problem[];
}

/** The one way of a step that asks for nothing but the incident: checks, and takes it in a transaction of its own, once per key. */
async function take<T extends string>(
  context: Context,
  type: T,
  { request, problems = [] }: Asked,
  step: IncidentStep | ((current: MajorIncident) => IncidentStep),
): Promise<StepOutcome<T> | InvalidInput | IdempotencyKeyReused> {
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction((tx) =>
    once<StepOutcome<T> | InvalidInput>(tx, onceRequest(context, type, request), async () =>
      outcomeAs(type, await stepRequested(context, tx, request, step)),
    ),
  );
}

const said = (text: string | null | undefined) => ({ text: text ?? null });

/** Declares that what was proposed is a major incident. */
export const declareIncident = (context: Context, request: DeclareIncidentInput) => {
  const problems = request.text == null ? [] : problemsOfStory('text', request.text);
  return take(context, 'IncidentDeclared', { request, problems }, (current) => ({
    verb: 'DECLARE',
    changes: { severity: request.severity ?? current.severity },
    entry: said(request.text),
  }));
};

/** Says that what was proposed is no major incident, and why. */
export const rejectIncident = (context: Context, request: RejectIncidentInput) =>
  take(
    context,
    'IncidentRejected',
    { request, problems: problemsOfReason(request.reason) },
    {
      verb: 'REJECT',
      changes: { rejectionReason: request.reason },
      entry: said(request.reason),
    },
  );

/** Says that an incident spreads no further, and by what. */
export const containIncident = (context: Context, request: ContainIncidentInput) =>
  take(
    context,
    'IncidentContained',
    { request, problems: problemsOfStory('text', request.text) },
    {
      ...{ verb: 'CONTAIN', entry: said(request.text) },
    },
  );

/** Looks back on an incident that is over. */
export function reviewIncident(context: Context, request: ReviewIncidentInput) {
  const { whatHappened, causes, actions } = request;
  return take(
    context,
    'IncidentReviewed',
    { request, problems: problemsOfReview(request) },
    {
      verb: 'REVIEW',
      changes: { review: { whatHappened, causes, actions } },
    },
  );
}

/** Adds a note to the timeline. */
export const noteOnIncident = (context: Context, request: NoteOnIncidentInput) =>
  take(
    context,
    'IncidentNoted',
    { request, problems: problemsOfStory('text', request.text) },
    {
      ...{ verb: 'NOTE', entry: said(request.text) },
    },
  );

/** Gives a role in an incident to somebody, or takes it away. Who had it before stays on the timeline. */
export const assignIncidentRole = (context: Context, request: AssignIncidentRoleInput) =>
  take(
    context,
    'IncidentRoleAssigned',
    { request, problems: problemsOfId('personId', 'pers', request.personId) },
    { verb: 'ASSIGN_ROLE', entry: { role: request.role, roleHolderId: request.personId ?? null } },
  );

/** Plans whom the organisation tells of an incident, by which roads and how often. */
export function planCommunications(context: Context, request: PlanCommunicationsInput) {
  const { audiences, channels, updateEvery } = request;
  const communicationsPlan = { audiences, channels, updateEveryMs: updateEvery ?? null };
  return take(
    context,
    'CommunicationsPlanned',
    { request, problems: problemsOfPlan(request) },
    {
      verb: 'PLAN_COMMUNICATIONS',
      changes: { communicationsPlan },
    },
  );
}

/** Says that a regulator must be told of an incident; by when follows from why. */
export function flagIncidentForRegulator(context: Context, request: FlagIncidentForRegulatorInput) {
  const { ground } = request;
  const since = request.since ?? context.now();
  const problems = problemsOfPast('since', request.since, context.now());
  return take(
    context,
    'IncidentFlagged',
    { request, problems },
    {
      verb: 'FLAG_REGULATOR',
      changes: {
        ...{ regulatorGround: ground, awareAt: since, regulatorDueAt: regulatorDueAt(ground, since) },
        ...{ regulatorReference: null, regulatorReportedAt: null },
      },
      entry: said(ground),
    },
  );
}

/** Puts on record that the regulator was told of an incident: under which reference, and when. */
export function tellRegulatorOfIncident(context: Context, request: TellRegulatorOfIncidentInput) {
  const { reference, reportedAt } = request;
  const text = problemWithText('reference', reference, MAX_NAME);
  const problems = [...(text ? [text] : []), ...problemsOfPast('reportedAt', reportedAt, context.now())];
  return take(
    context,
    'RegulatorTold',
    { request, problems },
    {
      verb: 'REPORT_REGULATOR',
      changes: { regulatorReference: reference, regulatorReportedAt: reportedAt ?? context.now() },
      entry: said(reference),
    },
  );
}
