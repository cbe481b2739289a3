import type {
  Channel,
  IncidentRegulatorGround,
  IncidentRole,
  IncidentSeverity,
  IncidentVerb,
  MajorIncidentEntryKind,
  MajorIncidentKind,
  MajorIncidentStatus,
} from '@courtesy/graph-types/cases';
import type { Case } from '../case/case.ts';

/** Whom the organisation tells during a major incident, by which roads and how often. */
export interface CommunicationsPlan {
  readonly audiences: readonly string[];
  readonly channels: readonly Channel[];
  /** The longest time between two updates, in milliseconds; null when nobody promised one. */
  readonly updateEveryMs: number | null;
}

/** Something to be done so that it does not happen again. */
export interface ReviewAction {
  readonly title: string;
  readonly ownerId: string;
  /** The day by which, as `YYYY-MM-DD`. */
  readonly dueOn: string;
}

/** What was found when a major incident was looked back on. */
export interface IncidentReview {
  readonly whatHappened: string;
  readonly causes: readonly string[];
  readonly actions: readonly ReviewAction[];
}

/** One event that hurts many customers, or one of them badly, as it stands. */
export interface MajorIncident {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly kind: MajorIncidentKind;
  readonly severity: IncidentSeverity;
  readonly status: MajorIncidentStatus;
  readonly siteIds: readonly string[];
  readonly communicationsPlan: CommunicationsPlan | null;
  /** Why a regulator must be told; null while nobody said that one must. */
  readonly regulatorGround: IncidentRegulatorGround | null;
  /** From when the regulator's time counts. */
  readonly awareAt: Date | null;
  readonly regulatorDueAt: Date | null;
  readonly regulatorReference: string | null;
  readonly regulatorReportedAt: Date | null;
  readonly review: IncidentReview | null;
  readonly proposedBy: string;
  readonly proposerId: string | null;
  readonly proposedAt: Date;
  readonly declaredAt: Date | null;
  readonly containedAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly reviewedAt: Date | null;
  readonly rejectedAt: Date | null;
  readonly rejectionReason: string | null;
  readonly version: number;
}

/** One thing on the timeline of a major incident. Never changed; what it does not say is null. */
export interface MajorIncidentEntry {
  readonly id: string;
  readonly incidentId: string;
  /** The version of the incident that came of it. Every change has one line, so lines have the order in which it all happened. */
  readonly version: number;
  readonly kind: MajorIncidentEntryKind;
  readonly at: Date;
  readonly recordedBy: string;
  readonly personId: string | null;
  readonly text: string | null;
  readonly role: IncidentRole | null;
  /** Who has the role from then on; null when nobody has. */
  readonly roleHolderId: string | null;
  /** How many customers it is about. */
  readonly customers: number | null;
}

const inPlace = (...statuses: readonly MajorIncidentStatus[]) =>
  Object.fromEntries(statuses.map((status) => [status, status])) as Partial<
    Record<MajorIncidentStatus, MajorIncidentStatus>
  >;

/** What can be done with a major incident from where it stands, and where that leads. Nothing else changes its status. */
export const incidentTransitions: Readonly<
  Record<IncidentVerb, Readonly<Partial<Record<MajorIncidentStatus, MajorIncidentStatus>>>>
> = {
  DECLARE: { PROPOSED: 'DECLARED' },
  REJECT: { PROPOSED: 'REJECTED' },
  CONTAIN: { DECLARED: 'CONTAINED' },
  RESOLVE: { DECLARED: 'RESOLVED', CONTAINED: 'RESOLVED' },
  REVIEW: { RESOLVED: 'REVIEWED' },
  NOTE: inPlace('PROPOSED', 'DECLARED', 'CONTAINED', 'RESOLVED', 'REVIEWED'),
  ASSIGN_ROLE: inPlace('PROPOSED', 'DECLARED', 'CONTAINED', 'RESOLVED'),
  PLAN_COMMUNICATIONS: inPlace('PROPOSED', 'DECLARED', 'CONTAINED'),
  LINK_CUSTOMERS: inPlace('DECLARED', 'CONTAINED'),
  ISSUE_UPDATE: inPlace('DECLARED', 'CONTAINED', 'RESOLVED'),
  FLAG_REGULATOR: inPlace('PROPOSED', 'DECLARED', 'CONTAINED', 'RESOLVED'),
  REPORT_REGULATOR: inPlace('DECLARED', 'CONTAINED', 'RESOLVED', 'REVIEWED'),
};

const verbs = Object.keys(incidentTransitions) as IncidentVerb[];

/** What can be done with a major incident that stands at `status`. */
export const allowedIncidentVerbs = (status: MajorIncidentStatus): IncidentVerb[] =>
  verbs.filter((verb) => incidentTransitions[verb][status] !== undefined);

/** What each step puts on the timeline. */
export const entryKinds: Readonly<Record<IncidentVerb, MajorIncidentEntryKind>> = {
  DECLARE: 'DECLARED',
  REJECT: 'REJECTED',
  CONTAIN: 'CONTAINED',
  RESOLVE: 'RESOLVED',
  REVIEW: 'REVIEWED',
  NOTE: 'NOTED',
  ASSIGN_ROLE: 'ROLE_CHANGED',
  PLAN_COMMUNICATIONS: 'COMMUNICATIONS_PLANNED',
  LINK_CUSTOMERS: 'CUSTOMERS_LINKED',
  ISSUE_UPDATE: 'UPDATE_ISSUED',
  FLAG_REGULATOR: 'REGULATOR_FLAGGED',
  REPORT_REGULATOR: 'REGULATOR_TOLD',
};

/** One step asked of a major incident: what changes beside its status and version, and what goes on the timeline. */
export interface IncidentStep {
  readonly verb: IncidentVerb;
  readonly changes?: Omit<Partial<MajorIncident>, 'id' | 'status' | 'version'>;
  readonly entry?: Partial<Pick<MajorIncidentEntry, 'text' | 'role' | 'roleHolderId' | 'customers'>>;
}

/** A major incident was asked for what it cannot do from where it stands. Nothing was done. */
export interface IllegalIncidentStep {
  readonly type: 'IllegalIncidentStep';
  readonly incident: MajorIncident;
  readonly verb: IncidentVerb;
}

/** Asks the table for one step; the one place where the status of a major incident changes, and where its version grows. */
export function takeIncidentStep(
  current: MajorIncident,
  { verb, changes }: IncidentStep,
  at: Date,
): MajorIncident | IllegalIncidentStep {
  const status = incidentTransitions[verb][current.status];
  const isUncalledFor = verb === 'REPORT_REGULATOR' && current.regulatorGround === null;
  if (!status || isUncalledFor) return { type: 'IllegalIncidentStep', incident: current, verb };
  const times = {
    ...(verb === 'DECLARE' && { declaredAt: at }),
    ...(verb === 'CONTAIN' && { containedAt: at }),
    ...(verb === 'RESOLVE' && { resolvedAt: at }),
    ...(verb === 'REVIEW' && { reviewedAt: at }),
    ...(verb === 'REJECT' && { rejectedAt: at }),
  };
  return { ...current, ...times, ...changes, status, version: current.version + 1 };
}

/** How many children stand at one status. */
export interface ChildCount {
  readonly status: Case['status'];
  readonly count: number;
}

/** Who has a role, since when. */
export interface IncidentRoleHolder {
  readonly role: IncidentRole;
  readonly personId: string;
  readonly since: Date;
}
