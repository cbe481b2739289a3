import type { AppealOutcome, AppraisalSource, AppraisalStatus } from '@courtesy/graph-types/workforce';
import type { AppraisalComponent, AppraisalFormula } from '../appraisal-cycle/appraisal-cycle.ts';
import type { AppraisalEvidence } from './evidence.ts';

/** How somebody did in a cycle. */
export interface Appraisal {
  readonly id: string;
  readonly cycleId: string;
  readonly personId: string;
  readonly appraiserId: string;
  readonly peerIds: readonly string[];
  readonly formulaNumber: number;
  readonly status: AppraisalStatus;
  readonly begunAt: Date;
  readonly completedAt: Date | null;
  readonly signedAt: Date | null;
  readonly supersedesId: string | null;
  readonly version: number;
}

/** What one person scored of one part; never changed. */
export interface KeptScore {
  readonly id: string;
  readonly appraisalId: string;
  readonly component: string;
  /** Hundredths of a point, 0 to 10,000. */
  readonly hundredths: number;
  readonly comment: string;
  readonly evidence: readonly AppraisalEvidence[];
  readonly byId: string;
  readonly scoredAt: Date;
}

/** That the person did not agree. */
export interface AppraisalAppeal {
  readonly id: string;
  readonly appraisalId: string;
  readonly reason: string;
  readonly madeAt: Date;
  readonly outcome: AppealOutcome | null;
  readonly outcomeReason: string | null;
  readonly decidedById: string | null;
  readonly decidedAt: Date | null;
}

/** What came of something done with an appraisal. */
export interface AppraisalOutcome<T extends string> {
  readonly type: T;
  readonly appraisal: Appraisal;
}

/** It was begun. */
export type AppraisalBegun = AppraisalOutcome<'AppraisalBegun'>;
/** They are appraised in this cycle already. */
export type AppraisedAlready = AppraisalOutcome<'AppraisedAlready'>;
/** A part was scored. */
export type AppraisalScored = AppraisalOutcome<'AppraisalScored'>;
/** The person has said how they see themselves. */
export type SelfAppraisalHandedIn = AppraisalOutcome<'SelfAppraisalHandedIn'>;
/** The appraiser is done. */
export type AppraisalCompleted = AppraisalOutcome<'AppraisalCompleted'>;
/** The person has signed. */
export type AppraisalSigned = AppraisalOutcome<'AppraisalSigned'>;
/** The person has appealed. */
export type AppraisalAppealed = AppraisalOutcome<'AppraisalAppealed'>;
/** An appeal was decided on. */
export interface AppealDecided extends AppraisalOutcome<'AppealDecided'> {
  readonly anew: Appraisal | null;
}
/** No part has a score. */
export type NothingScored = AppraisalOutcome<'NothingScored'>;
/** It stands where this cannot be done with it. */
export type AppraisalIsElsewhere = AppraisalOutcome<'AppraisalIsElsewhere'>;
/** Somebody else is to do this. */
export interface NotYourAppraisal extends AppraisalOutcome<'NotYourAppraisal'> {
  readonly whose: 'PERSON' | 'APPRAISER' | 'ANOTHER';
}
/** Somebody else scores this part. */
export interface NotYoursToScore extends AppraisalOutcome<'NotYoursToScore'> {
  readonly source: AppraisalSource;
}

/** The scores that count: of each person and part the last one. `scores` are in the order in which they were given. */
export const standing = (scores: readonly KeptScore[]): KeptScore[] => [
  ...new Map(scores.map((each) => [`${each.component}/${each.byId}`, each])).values(),
];

/** What one part comes to. */
export interface AppraisalPart {
  readonly component: AppraisalComponent;
  /** Hundredths of a point; null when nobody scored it. */
  readonly hundredths: number | null;
  /** Hundredths of a percent among the parts that have a score. */
  readonly effectiveWeight: number;
}

/** One whole number by another, rounded half away from nothing. */
const divided = (sum: number, by: number): number => Math.floor((2 * sum + by) / (2 * by));

/** The mean in hundredths of the scores of a part that count, as sum and number, so that nothing is rounded twice. */
function meanOf(component: AppraisalComponent, scores: readonly KeptScore[]): [sum: number, of: number] {
  const own = standing(scores).filter((each) => each.component === component.key);
  return [own.reduce((sum, { hundredths }) => sum + hundredths, 0), own.length];
}

/** What each part comes to. A part that nobody scored is no nought: it counts for nothing, and the others for more. */
export function partsOf({ components }: AppraisalFormula, scores: readonly KeptScore[]): AppraisalPart[] {
  const means = components.map((component) => ({ component, mean: meanOf(component, scores) }));
  const present = means.reduce((sum, { component, mean: [, of] }) => sum + (of > 0 ? component.weight : 0), 0);
  return means.map(({ component, mean: [sum, of] }) => ({
    component,
    hundredths: of > 0 ? divided(sum, of) : null,
    effectiveWeight: of > 0 ? divided(component.weight * 10_000, present) : 0,
  }));
}

/** The whole in hundredths of a point: the mean of the parts that have a score, by their weights; null when none has. */
export function resultOf({ components }: AppraisalFormula, scores: readonly KeptScore[]): number | null {
  let [sum, weights] = [0n, 0n];
  const means = components.map((component) => ({ weight: BigInt(component.weight), mean: meanOf(component, scores) }));
  // Means of several colleagues are thirds and sevenths; on a common denominator nothing is rounded before the end.
  const common = means.reduce((product, { mean: [, of] }) => product * BigInt(Math.max(of, 1)), 1n);
  for (const { weight, mean } of means) {
    if (mean[1] === 0) continue;
    sum += (weight * BigInt(mean[0]) * common) / BigInt(mean[1]);
    weights += weight;
  }
  if (weights === 0n) return null;
  const by = weights * common;
  return Number((2n * sum + by) / (2n * by));
}

/** What somebody may see of the scores: colleagues what they scored, the person what others did only once it is complete. */
export function scoresFor(
  viewerId: string | undefined,
  appraisal: Appraisal,
  scores: readonly KeptScore[],
): readonly KeptScore[] {
  const isOpen = appraisal.status === 'DRAFT' || appraisal.status === 'SELF';
  const isGuarded = viewerId === appraisal.personId ? isOpen : appraisal.peerIds.includes(viewerId ?? '');
  return isGuarded ? scores.filter(({ byId }) => byId === viewerId) : scores;
}

/** A score as somebody sees it. */
export interface AppraisalScore extends Omit<KeptScore, 'component'> {
  readonly component: AppraisalComponent;
  /** Who scored is not told. */
  readonly isHidden: boolean;
  readonly isSuperseded: boolean;
}

/** The scores that somebody may see, with what is to be known of each. The person is not told which colleague scored what. */
export function shownScores(
  viewerId: string | undefined,
  { appraisal, formula }: { readonly appraisal: Appraisal; readonly formula: AppraisalFormula },
  scores: readonly KeptScore[],
): AppraisalScore[] {
  const seen = scoresFor(viewerId, appraisal, scores);
  const last = new Set(standing(seen));
  return seen.flatMap((score) => {
    const component = formula.components.find(({ key }) => key === score.component);
    if (!component) return [];
    const isHidden = component.source === 'PEERS' && viewerId === appraisal.personId;
    return [{ ...score, component, isHidden, isSuperseded: !last.has(score) }];
  });
}

/** Hundredths as a decimal, such as 84.5 for 8,450. */
export const decimalOfHundredths = (hundredths: number): string => String(hundredths / 100);
