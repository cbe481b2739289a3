import type { BriefReadMethod } from '@courtesy/graph-types/policy';
import type { AudienceMember } from '../acknowledgement/acknowledgement.ts';
import type { BriefVersion } from '../brief/brief.ts';

/** That somebody read a version of a bulletin or brief. Never changed, never deleted. */
export interface BriefReceipt {
  readonly id: string;
  readonly briefVersionId: string;
  readonly personId: string;
  readonly method: BriefReadMethod;
  /** Of a hundred points; null without a quiz. */
  readonly score: number | null;
  readonly readAt: Date;
}

/** Somebody who is to read a version and has not confirmed it. */
export type BriefGap = AudienceMember;

/** How many of those at a site who are to read a version have confirmed it. */
export interface SiteReadRate {
  readonly siteId: string;
  /** At least one. */
  readonly expected: number;
  readonly read: number;
}

/** The caller read it. */
export interface BriefReadConfirmed {
  readonly type: 'BriefReadConfirmed';
  readonly receipt: BriefReceipt;
}

/** The quiz was not passed. */
export interface BriefQuizFailed {
  readonly type: 'BriefQuizFailed';
  readonly briefVersion: BriefVersion;
  readonly score: number;
  readonly passMark: number;
}
