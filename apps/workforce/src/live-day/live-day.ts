import { durationOf, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { AdoptLiveDayRulesInput, UnreadBriefRule } from '@courtesy/graph-types/workforce';
import { problemsOfId } from '../directory/problems.ts';

/** One version of how a site is run during the day. The last one holds. */
export interface LiveDayRules {
  readonly id: string;
  readonly siteId: string;
  /** 1 for the first of a site. */
  readonly number: number;
  /** What an unread brief does to the start of a shift. */
  readonly unreadBriefs: UnreadBriefRule;
  /** How far ahead it is looked for staffing gaps, in milliseconds. */
  readonly lookAheadMs: number;
  readonly adoptedAt: Date;
  /** Null for a caller who is no person. */
  readonly adoptedById: string | null;
}

/** Rules of the live day hold at a site from now on. */
export interface LiveDayRulesAdopted {
  readonly type: 'LiveDayRulesAdopted';
  readonly siteId: string;
  readonly rules: LiveDayRules;
}

/** What came of adopting them. */
export type LiveDayAdoption = LiveDayRulesAdopted | InvalidInput;

const HOUR_MS = 3_600_000;
/** The furthest that it is looked ahead: a day. */
export const MAX_LOOK_AHEAD_MS = 24 * HOUR_MS;

/** How a site is run that adopted nothing: unread briefs are told, and it is looked an hour ahead. */
export const usualRules = { unreadBriefs: 'FLAG', lookAheadMs: HOUR_MS } as const;

/** What is wrong with rules; nothing when they are right. */
export const problemsOfLiveDay = ({ siteId, lookAhead }: AdoptLiveDayRulesInput): Problem[] => [
  ...problemsOfId('siteId', 'site', siteId),
  ...(lookAhead < 0 || lookAhead > MAX_LOOK_AHEAD_MS
    ? [{ path: 'lookAhead', message: 'lies outside PT0S to P1D' }]
    : []),
];

/** How far ahead it is looked, as the graph says it. */
export const lookAheadOf = (rules: Pick<LiveDayRules, 'lookAheadMs'>) => durationOf(rules.lookAheadMs);
