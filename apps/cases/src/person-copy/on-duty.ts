import type { EscalationLevel } from '@courtesy/graph-types/cases';

/** Somebody who could be asked to take a case over, as far as the copies say where they are at an instant. */
export interface Candidate {
  readonly personId: string;
  /** Their work, as workforce calls it. */
  readonly role: string;
  readonly siteId: string;
  readonly teamId: string | null;
  /** When the shift ends that they work at the place just then; null when they work none there. */
  readonly shiftEndsAt: Date | null;
  /** They work a shift somewhere else just then. */
  readonly isElsewhere: boolean;
  /** A shift that they were to work just then was called off. */
  readonly isAbsent: boolean;
  readonly isOnLeave: boolean;
  /** How many escalations wait for their answer. */
  readonly asked: number;
}

/** What each level of a ladder is among the roles of the directory: the director on duty is whoever runs the region or, failing that, the organisation. */
const levelsByRole: Readonly<Record<string, EscalationLevel>> = {
  LEAD: 'LEAD',
  MANAGER: 'MANAGER',
  REGIONAL: 'DIRECTOR',
  EXECUTIVE: 'DIRECTOR',
};

/** The levels from the lowest to the highest. */
export const LEVELS: readonly EscalationLevel[] = ['LEAD', 'MANAGER', 'DIRECTOR'];

/** How high a level is. */
export const rankOf = (level: EscalationLevel): number => LEVELS.indexOf(level);

/** The next level up; the highest has none, and stays. */
export const above = (level: EscalationLevel): EscalationLevel => LEVELS[rankOf(level) + 1] ?? level;

/** The level of somebody of this role; null for one who is never asked, such as an analyst. */
export const levelOf = (role: string): EscalationLevel | null => levelsByRole[role] ?? null;
