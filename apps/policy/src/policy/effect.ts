/** From when until when a version counts; `until` is exclusive, and null while nothing ends it. */
export interface Span {
  readonly from: Date;
  readonly until: Date | null;
}

/** What decides from when until when a version counts. Everything here was decided at approval or withdrawal and is never edited. */
export interface Effect {
  readonly effectiveFrom: Date | null;
  /** The end given at approval. */
  readonly endsAt: Date | null;
  readonly approvedAt: Date | null;
  readonly withdrawnAt: Date | null;
}

/** How far a version's road to approval went, as stored. Whether it is in effect is a matter of dates: see {@link stateOf}. */
export type VersionStatus = 'DRAFT' | 'IN_REVIEW' | 'APPROVED' | 'WITHDRAWN';

/** What a version is at some instant. */
export type VersionState = VersionStatus | 'EFFECTIVE' | 'SUPERSEDED';

const earliest = (instants: readonly (Date | null)[]): Date | null =>
  instants.reduce((first, each) => (each && (!first || each < first) ? each : first), null);

/** Whether a version was, is or will be in effect: approved, and not withdrawn before its time came. */
export function comesIntoEffect<T extends Effect>(version: T): version is T & { readonly effectiveFrom: Date } {
  const { approvedAt, effectiveFrom, withdrawnAt } = version;
  return approvedAt !== null && effectiveFrom !== null && (withdrawnAt === null || withdrawnAt > effectiveFrom);
}

/** When a version ceases to count: at its own end, when it was withdrawn, or when a later one takes its place, whichever is first. */
export function endOf({ endsAt, withdrawnAt }: Effect, successorFrom: Date | null): Date | null {
  return earliest([endsAt, withdrawnAt, successorFrom]);
}

/** When the next version after `effectiveFrom` takes effect; null when none does. */
export function successorOf(versions: readonly Effect[], effectiveFrom: Date): Date | null {
  return earliest(
    versions.filter(comesIntoEffect).map((each) => (each.effectiveFrom > effectiveFrom ? each.effectiveFrom : null)),
  );
}

/** From when until when a version counts among the others of its policy; null when it never does. */
export function spanOf(version: Effect, versions: readonly Effect[]): Span | null {
  if (!comesIntoEffect(version)) return null;
  return { from: version.effectiveFrom, until: endOf(version, successorOf(versions, version.effectiveFrom)) };
}

/** Whether an instant lies in a span. */
export const covers = ({ from, until }: Span, at: Date): boolean => from <= at && (until === null || at < until);

/** The version of a policy in effect at an instant; null when none was. */
export function versionInEffect<T extends Effect>(versions: readonly T[], at: Date): T | null {
  return (
    versions.find((each) => {
      const span = spanOf(each, versions);
      return span !== null && covers(span, at);
    }) ?? null
  );
}

/** What a version is at `now`: no clock has to strike for an approved one to become effective, or superseded. */
export function stateOf(
  version: Effect & { readonly status: VersionStatus },
  successorFrom: Date | null,
  now: Date,
): VersionState {
  if (version.status !== 'APPROVED' || !version.effectiveFrom || now < version.effectiveFrom) return version.status;
  const until = endOf(version, successorFrom);
  return until === null || now < until ? 'EFFECTIVE' : 'SUPERSEDED';
}

/**
 * Whether a version that counts from `wanted.from` until `wanted.until` would take effect beside `other`, whose span is `taken`. It does
 * not where it begins after the other has ended, ends before the other begins, or takes the place of one without an end of its own from
 * `now` or later on: what has been in force until now stays so.
 */
export function overlaps(other: Effect, taken: Span, wanted: Span, now: Date): boolean {
  if (taken.until !== null && taken.until <= wanted.from) return false;
  if (taken.from >= wanted.from) return wanted.until === null || wanted.until > taken.from;
  return endOf(other, null) !== null || wanted.from < now;
}

/** The first of a policy's versions beside which one with this span would take effect; null when it may. */
export function firstOverlap<T extends Effect>(versions: readonly T[], wanted: Span, now: Date): T | null {
  return (
    versions.find((each) => {
      const taken = spanOf(each, versions);
      return taken !== null && overlaps(each, taken, wanted, now);
    }) ?? null
  );
}
