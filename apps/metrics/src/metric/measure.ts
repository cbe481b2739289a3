import { callMeasures } from './call-measure.ts';

/** How the seconds of what is counted become one figure. */
export type Summary = 'MEAN' | 'GREATEST' | 'SUM' | { readonly percentile: number };

/** A figure over all that is counted of one kind of fact, `f`: how many, how many of them stand above a line, and how long something took. */
export interface Tally {
  readonly kind: 'CASES' | 'CALLS';
  /** The instant that decides in which period a fact counts; facts without it do not. */
  readonly at: 'f.opened_at' | 'f.resolved_at' | 'f.occurred_at';
  /** Which facts are counted. */
  readonly counted?: string;
  /** Which of them stand above the line of a share. */
  readonly above?: string;
  /** Which seconds of each are summed up, and how. */
  readonly seconds?: { readonly of: string; readonly as: Summary };
}

/** A level: how many cases are open at the end of each bucket. */
export interface Backlog {
  readonly kind: 'BACKLOG';
  /** A matter is open until all that was made of it, by merging and splitting, has ended, and is one matter all the while. */
  readonly asBrought?: boolean;
}

/** How a figure is worked out over facts. */
export type Measure = Tally | Backlog;

const TO_ANSWER = 'GREATEST(extract(epoch FROM f.resolved_at - f.opened_at), 0)';

/** How each version of each metric is worked out. The words for it are in the catalogue; the two are changed together, as a new version. */
export const measures: Readonly<Record<string, Measure>> = {
  ...callMeasures,
  'cases.opened@1': { kind: 'CASES', at: 'f.opened_at' },
  'cases.opened@2': { kind: 'CASES', at: 'f.opened_at', counted: 'f.split_from IS NULL' },
  'cases.resolved@1': { kind: 'CASES', at: 'f.resolved_at' },
  'cases.backlog@1': { kind: 'BACKLOG' },
  'cases.backlog@2': { kind: 'BACKLOG', asBrought: true },
  'cases.timely_share@1': {
    kind: 'CASES',
    at: 'f.opened_at',
    counted: 'f.responded_in_time IS NOT NULL',
    above: 'f.responded_in_time',
  },
  'cases.relief_share@1': {
    kind: 'CASES',
    at: 'f.opened_at',
    counted: 'f.outcome IS NOT NULL',
    above: `f.outcome IN ('MONETARY_RELIEF', 'NON_MONETARY_RELIEF', 'RELIEF')`,
  },
  'cases.disputed_share@1': {
    kind: 'CASES',
    at: 'f.opened_at',
    counted: 'f.disputed IS NOT NULL',
    above: 'f.disputed',
  },
  'cases.resolution_time.median@1': {
    kind: 'CASES',
    at: 'f.resolved_at',
    seconds: { of: TO_ANSWER, as: { percentile: 0.5 } },
  },
  'cases.resolution_time.p90@1': {
    kind: 'CASES',
    at: 'f.resolved_at',
    seconds: { of: TO_ANSWER, as: { percentile: 0.9 } },
  },
};
