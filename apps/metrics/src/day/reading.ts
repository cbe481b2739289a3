/** What sort of thing is to be read. */
export type ReadingKind = 'POLICY' | 'BULLETIN' | 'PROMOTION';

/** A version of a policy, bulletin or promotion brief that people are to take note of. */
export interface Reading {
  /** The version. */
  readonly id: string;
  readonly kind: ReadingKind;
  /** The policy, bulletin or brief. */
  readonly subjectId: string;
  /** Whose audience it is for: that of the policy, or that of the version of a bulletin or brief. */
  readonly audienceId: string;
  readonly number: number;
  readonly title: string;
  readonly hasQuiz: boolean;
  readonly liveFrom: Date;
  /** Exclusive; null while nothing ends it but the next version. */
  readonly liveUntil: Date | null;
}

/** For whom something is to be read. An empty list is everybody. */
export interface Audience {
  /** The policy, or the version of a bulletin or brief. */
  readonly id: string;
  readonly roles: readonly string[];
  readonly siteIds: readonly string[];
}

/** Somebody has taken note of a version. */
export interface Reader {
  /** The version and the person. */
  readonly id: string;
  readonly versionId: string;
  readonly personId: string;
}

/** Who may decide on how much money, while nothing ends it. What was decided under it already stays with the policy service. */
export interface Authority {
  /** The grant. */
  readonly id: string;
  readonly decisionType: string;
  readonly role: string | null;
  readonly personId: string | null;
  readonly siteId: string | null;
  readonly currency: string;
  readonly perCaseMinor: bigint;
  readonly effectiveFrom: Date;
  readonly effectiveUntil: Date | null;
  /** A suspended grant covers nothing, and stands in front of broader ones all the same. */
  readonly isSuspended: boolean;
}
