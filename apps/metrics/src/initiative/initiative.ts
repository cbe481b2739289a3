import { problemsOfWords, type Money, type Problem } from '@courtesy/kernel';
import type { EndInitiativeInput, ProposeInitiativeInput, TargetDirection } from '@courtesy/graph-types/metrics';
import type { Effect, Week } from './benefit.ts';

/** How an initiative stands. */
export type InitiativeStatus = 'PROPOSED' | 'IN_PROGRESS' | 'DONE' | 'STOPPED';

/** Something that is tried so that a figure gets better, at some sites, with others to compare it with. */
export interface Initiative {
  readonly id: string;
  readonly title: string;
  readonly ownerId: string;
  /** The cause that it is to take away. */
  readonly causeId: string | null;
  readonly metricKey: string;
  /** The version of the meaning by which it is measured from the start to the end. */
  readonly definitionVersion: number;
  readonly direction: TargetDirection;
  readonly siteIds: readonly string[];
  /** Where nothing is changed; none when everywhere is. */
  readonly controlSiteIds: readonly string[];
  /** What one unit of the figure less, or more, is worth in a week, in minor units. */
  readonly unitAmount: bigint;
  readonly unitCurrency: string;
  readonly status: InitiativeStatus;
  readonly proposedAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** Why it ended. */
  readonly because: string | null;
  /** The first Monday whose week counts as after the start. */
  readonly countsFrom: string | null;
  /** The weeks before the start as they were known then. Never changed. */
  readonly baseline: readonly Week[] | null;
  readonly version: number;
}

/** The initiative is in a state in which this cannot be done. Nothing was done. */
export interface InitiativeIsElsewhere {
  readonly type: 'InitiativeIsElsewhere';
  readonly initiative: Initiative;
}

/** What an initiative brought. */
export interface InitiativeBenefit extends Effect {
  readonly toDate: Money | null;
  readonly lowToDate: Money | null;
  readonly highToDate: Money | null;
}

/** How many whole weeks before the start are the baseline. */
export const BASELINE_WEEKS = 12;
const MAX = { title: 200, because: 1_000, sites: 200 };

/** What is wrong with a proposal by itself. */
export function problemsOfProposal({ title, siteIds, controlSiteIds }: ProposeInitiativeInput): Problem[] {
  const control = controlSiteIds ?? [];
  const both = control.filter((id) => siteIds.includes(id));
  return [
    ...problemsOfWords('title', title, MAX.title),
    ...(siteIds.length >= 1 && siteIds.length <= MAX.sites
      ? []
      : [{ path: 'siteIds', message: `names ${siteIds.length} sites; name 1 to ${MAX.sites}` }]),
    ...(control.length <= MAX.sites ? [] : [{ path: 'controlSiteIds', message: `names more than ${MAX.sites} sites` }]),
    ...both.map((id) => ({ path: 'controlSiteIds', message: `${id} is where something is changed` })),
  ];
}

/** What is wrong with the end of an initiative. */
export const problemsOfEnd = ({ because }: EndInitiativeInput): Problem[] =>
  problemsOfWords('because', because, MAX.because);
