import type {
  CaseImpact,
  CasePriority,
  CaseUrgency,
  PriorityChange,
  PriorityCondition,
} from '@courtesy/graph-types/policy';
import { endOf, firstOverlap, successorOf, versionInEffect, type Effect } from '../policy/effect.ts';

/** The priority of one pair of impact and urgency. */
export interface PriorityCell {
  readonly impact: CaseImpact;
  readonly urgency: CaseUrgency;
  readonly priority: CasePriority;
}

/** What raises or lowers a priority where all that it names holds. */
export interface PriorityRule {
  readonly tier: string | null;
  readonly contractId: string | null;
  readonly conditions: readonly PriorityCondition[];
  readonly change: PriorityChange;
  /** Of RAISE and LOWER. */
  readonly steps: number | null;
  /** Of AT_LEAST and AT_MOST. */
  readonly priority: CasePriority | null;
  readonly reason: string;
}

/** How priorities are decided from one instant on. Never changed once published. */
export interface PriorityMatrixVersion {
  readonly id: string;
  /** From 1 without gaps; 0 is the one that comes with the service. */
  readonly number: number;
  readonly effectiveFrom: Date;
  /** All nine pairs. */
  readonly base: readonly PriorityCell[];
  /** In the order in which they are applied. */
  readonly rules: readonly PriorityRule[];
  readonly reason: string;
  /** The person who published it, when it was one. */
  readonly authorId: string | null;
  /** The subject of the caller who published it. */
  readonly publishedBy: string;
  readonly publishedAt: Date;
}

/** The one matrix; its version is the number of the version published last. */
export interface PriorityMatrix {
  readonly id: string;
  readonly version: number;
}

/** The matrix has a new version. */
export interface PriorityMatrixPublished {
  readonly type: 'PriorityMatrixPublished';
  readonly matrix: PriorityMatrix;
  readonly version: PriorityMatrixVersion;
}

/** Another version counts in that time. */
export interface OverlappingMatrixVersion {
  readonly type: 'OverlappingMatrixVersion';
  readonly matrixVersion: PriorityMatrixVersion;
}

/** What is known of a case when its priority is decided. */
export interface Weighed {
  readonly impact: CaseImpact;
  readonly urgency: CaseUrgency;
  readonly tier: string | null;
  /** The contract under which it stands, if that is in force. */
  readonly contractId: string | null;
  readonly isVulnerable: boolean;
}

/** A priority as a rule left it. */
export interface PriorityStep {
  readonly rule: PriorityRule;
  readonly priority: CasePriority;
}

/** Priorities, least urgent first. */
export const PRIORITIES = ['LOW', 'NORMAL', 'HIGH', 'URGENT'] as const satisfies CasePriority[];
/** Degrees of impact and of urgency, least first. */
export const DEGREES = ['LOW', 'MEDIUM', 'HIGH'] as const satisfies (CaseImpact & CaseUrgency)[];

/** How urgent a priority is, from 0. */
export const rankOf = (priority: CasePriority): number => PRIORITIES.indexOf(priority);

const ranked = (rank: number): CasePriority =>
  PRIORITIES[Math.min(Math.max(rank, 0), PRIORITIES.length - 1)] ?? 'NORMAL';

function changed(priority: CasePriority, { change, steps, priority: bound }: PriorityRule): CasePriority {
  const rank = rankOf(priority);
  switch (change) {
    case 'RAISE':
      return ranked(rank + (steps ?? 0));
    case 'LOWER':
      return ranked(rank - (steps ?? 0));
    case 'AT_LEAST':
      return ranked(Math.max(rank, bound === null ? rank : rankOf(bound)));
    case 'AT_MOST':
      return ranked(Math.min(rank, bound === null ? rank : rankOf(bound)));
  }
}

function applies({ tier, contractId, conditions }: PriorityRule, weighed: Weighed): boolean {
  if (tier !== null && tier !== weighed.tier) return false;
  if (contractId !== null && contractId !== weighed.contractId) return false;
  const holds: Readonly<Record<PriorityCondition, boolean>> = {
    VULNERABLE: weighed.isVulnerable,
    UNDER_CONTRACT: weighed.contractId !== null,
    WITHOUT_CONTRACT: weighed.contractId === null,
  };
  return conditions.every((condition) => holds[condition]);
}

/**
 * Every step on the way to a case's priority, the base first; the last one has the answer. No rule looks at impact or urgency, and each moves
 * all priorities alike, so that over a base that never falls the answer never falls either: more impact never lowers it.
 */
export function stepsOf(
  { base, rules }: Pick<PriorityMatrixVersion, 'base' | 'rules'>,
  weighed: Weighed,
): readonly [Pick<PriorityStep, 'priority'>, ...PriorityStep[]] {
  const cell = base.find(({ impact, urgency }) => impact === weighed.impact && urgency === weighed.urgency);
  if (!cell) throw new Error(`The matrix has no priority for impact ${weighed.impact} and urgency ${weighed.urgency}`);
  let { priority } = cell;
  const first = { priority };
  const later = rules
    .filter((rule) => applies(rule, weighed))
    .map((rule) => {
      priority = changed(priority, rule);
      return { rule, priority };
    });
  return [first, ...later];
}

const effectOf = (version: PriorityMatrixVersion): Effect & { readonly version: PriorityMatrixVersion } => ({
  version,
  effectiveFrom: version.effectiveFrom,
  endsAt: null,
  approvedAt: version.publishedAt,
  withdrawnAt: null,
});

/** The version that counted at an instant, of all there are; null before the first. */
export const versionAt = (versions: readonly PriorityMatrixVersion[], at: Date): PriorityMatrixVersion | null =>
  versionInEffect(versions.map(effectOf), at)?.version ?? null;

/** Until when a version counts; null while no later one is published. */
export const endsAt = (versions: readonly PriorityMatrixVersion[], version: PriorityMatrixVersion): Date | null =>
  endOf(effectOf(version), successorOf(versions.map(effectOf), version.effectiveFrom));

/** Puts a version in the place of the one before. What has been decided until now stays so. */
export function publish(
  versions: readonly PriorityMatrixVersion[],
  next: PriorityMatrixVersion,
  { id, now }: { readonly id: string; readonly now: Date },
): PriorityMatrixPublished | OverlappingMatrixVersion {
  const overlapping = firstOverlap(versions.map(effectOf), { from: next.effectiveFrom, until: null }, now);
  if (overlapping) return { type: 'OverlappingMatrixVersion', matrixVersion: overlapping.version };
  return { type: 'PriorityMatrixPublished', matrix: { id, version: next.number }, version: next };
}
