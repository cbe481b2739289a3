import { notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { IncidentVerb } from '@courtesy/graph-types/cases';
import {
  entryKinds,
  takeIncidentStep,
  type IllegalIncidentStep,
  type IncidentStep,
  type MajorIncident,
  type MajorIncidentEntry,
} from './major-incident.ts';
import { addEntry, lockIncident, saveIncident } from './major-incident.store.ts';

/** A request about a major incident. */
export interface IncidentRequest {
  readonly incidentId: string;
  /** An incident that is at another version is left alone. */
  readonly expectedVersion?: number | null | undefined;
}

/** Why nothing was done about a major incident. */
export type IncidentRefused = NotFound | StaleVersion<MajorIncident> | IllegalIncidentStep;

/** What every event of a major incident says. */
export const placeOf = (incident: MajorIncident, at: Date, personId: string | null) => ({
  ...{ kind: incident.kind, severity: incident.severity, status: incident.status },
  ...{ siteIds: [...incident.siteIds], at: at.toISOString(), personId },
});

const announcedAs = {
  DECLARE: 'courtesy.incident.declared.v1',
  REJECT: 'courtesy.incident.rejected.v1',
  CONTAIN: 'courtesy.incident.contained.v1',
  RESOLVE: 'courtesy.incident.resolved.v1',
  REVIEW: 'courtesy.incident.reviewed.v1',
} as const;

const isAnnouncedApart = (verb: IncidentVerb): verb is keyof typeof announcedAs => verb in announcedAs;

function stepEvent(verb: IncidentVerb, incident: MajorIncident, entry: MajorIncidentEntry): NewEvent {
  const about = { subject: incident.id, sequence: incident.version, time: entry.at };
  const data = placeOf(incident, entry.at, entry.personId);
  if (isAnnouncedApart(verb)) return { ...about, type: announcedAs[verb], data };
  return { ...about, type: 'courtesy.incident.updated.v1', data: { ...data, entryId: entry.id, entry: entry.kind } };
}

/** A line on a timeline, told by the caller now. */
export const entryOf = (
  { newId, now, actor }: Context,
  { id: incidentId, version }: MajorIncident,
  kind: MajorIncidentEntry['kind'],
  said: IncidentStep['entry'] = {},
): MajorIncidentEntry => ({
  ...{
    id: newId('mine'),
    incidentId,
    version,
    kind,
    at: now(),
    recordedBy: actor.subject,
    personId: actor.personId ?? null,
  },
  ...{ text: null, role: null, roleHolderId: null, customers: null },
  ...said,
});

/** Takes a step with a major incident that the caller has locked: decides, saves, adds to the timeline, announces. */
export async function stepLocked(
  context: Context,
  tx: Transaction,
  current: MajorIncident,
  step: IncidentStep,
): Promise<MajorIncident | IllegalIncidentStep> {
  const incident = takeIncidentStep(current, step, context.now());
  if ('type' in incident) return incident;
  const entry = entryOf(context, incident, entryKinds[step.verb], step.entry);
  await saveIncident(tx.manager, incident);
  await addEntry(tx.manager, entry);
  tx.emit(stepEvent(step.verb, incident, entry));
  return incident;
}

/** Locks the major incident that a request is about, as far as the caller may see it, at the version that they read. */
export async function lockRequested(
  { actor }: Context,
  tx: Transaction,
  { incidentId, expectedVersion }: IncidentRequest,
): Promise<MajorIncident | NotFound | StaleVersion<MajorIncident>> {
  const current = await lockIncident(tx.manager, actor, incidentId);
  if (!current) return notFound(incidentId);
  const expected = expectedVersion ?? current.version;
  return expected === current.version ? current : staleVersion(expected, current);
}

/** Takes one step with one major incident, in the caller's transaction. */
export async function stepRequested(
  context: Context,
  tx: Transaction,
  request: IncidentRequest,
  step: IncidentStep | ((current: MajorIncident) => IncidentStep),
): Promise<MajorIncident | IncidentRefused> {
  const current = await lockRequested(context, tx, request);
  if ('type' in current) return current;
  return stepLocked(context, tx, current, typeof step === 'function' ? step(current) : step);
}

/** The success of a step under the name of its type, or the refusal as it is. */
export const outcomeAs = <T extends string>(type: T, outcome: MajorIncident | IncidentRefused) =>
  'type' in outcome ? outcome : { type, incident: outcome };

/** What came of a step whose success has the type `T`. */
export type StepOutcome<T extends string> = { readonly type: T; readonly incident: MajorIncident } | IncidentRefused;
