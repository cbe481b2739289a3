import type { Case } from '../case/case.ts';
import type { Obstacle } from '../case/guard.ts';
import type { MajorIncident } from './major-incident.ts';

/** What became of one child case when its incident was resolved. */
export interface IncidentChildOutcome {
  readonly case: Case;
  /** Left alone are those that nobody had to do anything about any more. */
  readonly disposition: 'RESOLVED' | 'CLOSED' | 'LEFT_ALONE' | 'HINDERED';
  /** What stands in the way of resolving it, or of closing it. */
  readonly failures: readonly Obstacle[];
}

/** Customers were made known as affected: those who had no child case have one now. */
export interface AffectedCustomersLinked {
  readonly type: 'AffectedCustomersLinked';
  readonly incident: MajorIncident;
  /** How many child cases were opened. */
  readonly added: number;
  /** How many of the customers named had one before. */
  readonly known: number;
  /** How many were named more than once, beyond the first time. */
  readonly duplicates: number;
}

/** Customers were told how an incident stands. */
export interface StatusUpdateIssued {
  readonly type: 'StatusUpdateIssued';
  readonly incident: MajorIncident;
  /** The children it reached: those that had not ended. */
  readonly reached: readonly Case[];
  /** How many had ended, and were left alone. */
  readonly leftAlone: number;
}

/** An incident is over, and with it what its children waited for. */
export interface IncidentResolved {
  readonly type: 'IncidentResolved';
  readonly incident: MajorIncident;
  readonly children: readonly IncidentChildOutcome[];
}
