import type { Shift } from '../shift/shift.ts';

/** What is kept here of a version of a bulletin or brief, so that a shift knows what is to be read before it. */
export interface BriefCopy {
  /** The id of the version. */
  readonly id: string;
  readonly briefId: string;
  /** From 1; from its start on it takes the place of every lower one. */
  readonly number: number;
  readonly title: string;
  readonly liveFrom: Date;
  /** Exclusive; null while nothing ends it. */
  readonly liveUntil: Date | null;
  /** Who is to read it by their work; empty for any. */
  readonly roles: readonly string[];
  /** Who is to read it by their site; empty for any. */
  readonly siteIds: readonly string[];
  readonly mustRead: boolean;
  /** From when it is not live any more, or never will be: it was cancelled, or overtaken before its time. */
  readonly withdrawnAt: Date | null;
}

/** That somebody read a version. */
export interface BriefReading {
  /** The version's id and the person's. */
  readonly id: string;
  readonly briefVersionId: string;
  readonly personId: string;
  readonly readAt: Date;
}

/** Something is to be read before the shift begins. Nothing was done. */
export interface BriefsAreUnread {
  readonly type: 'BriefsAreUnread';
  readonly shift: Shift;
  readonly unreadBriefs: readonly BriefCopy[];
}

/** Who is to read, where and when. */
export interface Reader {
  readonly jobRole: string;
  /** Where they work then. */
  readonly siteId: string;
  readonly at: Date;
}

/** Whether a version is live at an instant, among all of its brief: no clock has to strike for it to begin or end. */
export function isLive(version: BriefCopy, all: readonly BriefCopy[], at: Date): boolean {
  const holds = (each: BriefCopy) => each.liveFrom <= at && (each.withdrawnAt === null || at < each.withdrawnAt);
  if (!holds(version) || (version.liveUntil !== null && at >= version.liveUntil)) return false;
  return !all.some((each) => each.briefId === version.briefId && each.number > version.number && holds(each));
}

const isFor = ({ roles, siteIds }: BriefCopy, { jobRole, siteId }: Reader) =>
  (roles.length === 0 || roles.includes(jobRole)) && (siteIds.length === 0 || siteIds.includes(siteId));

/** What somebody is to read before they begin, and has not by then; the one live first comes first. */
export function unreadBy(
  known: readonly BriefCopy[],
  readings: readonly Pick<BriefReading, 'briefVersionId' | 'readAt'>[],
  reader: Reader,
): BriefCopy[] {
  const read = new Set(readings.filter(({ readAt }) => readAt <= reader.at).map((each) => each.briefVersionId));
  return known
    .filter((each) => each.mustRead && !read.has(each.id) && isFor(each, reader) && isLive(each, known, reader.at))
    .sort((a, b) => a.liveFrom.getTime() - b.liveFrom.getTime() || (a.id < b.id ? -1 : 1));
}

/** Of the lower numbers of a brief, those that were still to come when one was published: they never will be. */
export const overtakenBy = (published: BriefCopy, known: readonly BriefCopy[], at: Date): BriefCopy[] =>
  known
    .filter((each) => each.briefId === published.briefId && each.number < published.number)
    .filter((each) => each.withdrawnAt === null && each.liveFrom > at)
    .map((each) => ({ ...each, withdrawnAt: at }));
