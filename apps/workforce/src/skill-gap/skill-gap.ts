import type { SkillGapEvidenceKind, SkillGapSource, SkillGapStatus } from '@courtesy/graph-types/workforce';
import { wilson } from './interval.ts';

/** What somebody may be short of. */
export interface GapSubject {
  readonly source: SkillGapSource;
  /** Null unless it is a criterion. */
  readonly scorecardId: string | null;
  readonly criterionKey: string | null;
  /** The criterion in the latest version in which it was rated. */
  readonly criterionId: string | null;
  readonly clauseId: string | null;
  readonly courseKey: string | null;
  readonly courseId: string | null;
}

/** One time that somebody had to show that they can. */
export interface Observation {
  readonly subject: GapSubject;
  readonly kind: SkillGapEvidenceKind;
  /** The review or the case. */
  readonly id: string;
  readonly at: Date;
  readonly isFailed: boolean;
}

/** What somebody is short of, by what is on record. */
export interface SkillGap extends GapSubject {
  readonly id: string;
  readonly personId: string;
  readonly status: SkillGapStatus;
  /** How many times of how many it went wrong. */
  readonly failed: number;
  readonly of: number;
  readonly foundAt: Date;
  readonly mendedAt: Date | null;
  readonly version: number;
}

/** Something that a gap rests on. A row stays; what no longer holds is withdrawn. */
export interface SkillGapEvidence {
  readonly id: string;
  readonly gapId: string;
  readonly kind: SkillGapEvidenceKind;
  readonly evidenceId: string;
  readonly addedAt: Date;
  readonly withdrawnAt: Date | null;
}

/** Fewer failures than this are no gap, whatever their share: they may be chance. */
export const LEAST_FAILED = 3;
/** How far back is looked. */
export const LOOK_BACK_MS = 180 * 86_400_000;

/** What share of failures is borne. Of cases it is smaller: most are never taken up again, and few are complained of. */
const ALLOWED: Readonly<Record<SkillGapSource, number>> = {
  REVIEWS: 0.25,
  POLICY_ERRORS: 0.25,
  REOPENED_CASES: 0.1,
  UPHELD_COMPLAINTS: 0.1,
};

/** What share of failures is borne of this. */
export const allowedOf = (source: SkillGapSource): number => ALLOWED[source];

/** Whether failures are a gap: at least three, and so many that their share lies above what is borne with 97.5 % certainty. */
export const isGap = (source: SkillGapSource, failed: number, of: number): boolean =>
  failed >= LEAST_FAILED && (wilson(failed, of)?.low ?? 0) > allowedOf(source);

/** One text for what somebody may be short of. A criterion is the same in every version of its scorecard. */
export const subjectKey = ({ source, scorecardId, criterionKey }: GapSubject): string =>
  scorecardId === null ? source : `${scorecardId}/${criterionKey}`;

/** What is on record of one subject. */
export interface Signal {
  readonly subject: GapSubject;
  readonly failed: readonly Observation[];
  readonly of: number;
}

/** What is on record of each subject, but for what was before it was mended the last time. */
export function signalsOf(observations: readonly Observation[], mended: readonly SkillGap[]): Map<string, Signal> {
  const since = new Map<string, number>();
  for (const gap of mended)
    since.set(subjectKey(gap), Math.max(since.get(subjectKey(gap)) ?? 0, gap.mendedAt?.getTime() ?? 0));
  const fresh = observations.filter(({ subject, at }) => at.getTime() > (since.get(subjectKey(subject)) ?? 0));
  return new Map(
    [...Map.groupBy(fresh, ({ subject }) => subjectKey(subject))].map(([key, all]) => {
      const latest = all.reduce((last, each) => (each.at >= last.at ? each : last));
      return [key, { subject: latest.subject, failed: all.filter(({ isFailed }) => isFailed), of: all.length }];
    }),
  );
}

/** What is to be done about the gaps of somebody. */
export interface GapAssessment {
  /** Signals of gaps that nobody knew of. */
  readonly found: readonly Signal[];
  /** Open gaps that rest on something else than before, or on nothing. */
  readonly moved: readonly { readonly gap: SkillGap; readonly signal: Signal | null }[];
}

/** Compares what is on record with the gaps that are open. */
export function assess(
  signals: ReadonlyMap<string, Signal>,
  open: readonly { readonly gap: SkillGap; readonly evidenceIds: readonly string[] }[],
): GapAssessment {
  const known = new Set(open.map(({ gap }) => subjectKey(gap)));
  const found = [...signals].flatMap(([key, signal]) =>
    !known.has(key) && isGap(signal.subject.source, signal.failed.length, signal.of) ? [signal] : [],
  );
  const moved = open.flatMap(({ gap, evidenceIds }) => {
    const signal = signals.get(subjectKey(gap)) ?? null;
    const ids = new Set(signal?.failed.map(({ id }) => id));
    const isSame = ids.size === evidenceIds.length && evidenceIds.every((id) => ids.has(id)) && signal?.of === gap.of;
    return isSame ? [] : [{ gap, signal }];
  });
  return { found, moved };
}

/** An open gap by what is on record of it now: it stays a gap, or is withdrawn. */
export function moved(gap: SkillGap, signal: Signal | null): SkillGap {
  const [failed, of] = [signal?.failed.length ?? 0, signal?.of ?? 0];
  const status = isGap(gap.source, failed, of) ? 'OPEN' : 'WITHDRAWN';
  return { ...gap, ...(signal?.subject ?? {}), status, failed, of, version: gap.version + 1 };
}

/** A gap as it is found. */
export const newGap = (id: string, personId: string, { subject, failed, of }: Signal, foundAt: Date): SkillGap => ({
  ...{ ...subject, id, personId, status: 'OPEN', failed: failed.length, of, foundAt, mendedAt: null, version: 1 },
});

/** The gap, mended: what was before counts no more. */
export const mended = (gap: SkillGap, mendedAt: Date): SkillGap => ({
  ...{ ...gap, status: 'MENDED', mendedAt, version: gap.version + 1 },
});
