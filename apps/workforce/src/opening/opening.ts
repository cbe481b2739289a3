import type { Problem } from '@courtesy/kernel';
import type { PublishOpeningInput } from '@courtesy/graph-types/workforce';
import { MAX_NAME, problemsOfText } from '../directory/problems.ts';
import type { Requisition, RequisitionIsElsewhere } from '../requisition/requisition.ts';

/** A vacancy that people can apply for. */
export interface Opening {
  readonly id: string;
  readonly requisitionId: string;
  readonly siteId: string;
  readonly title: string;
  readonly description: string;
  /** What applicants are scored on. */
  readonly criteria: readonly string[];
  readonly isAnonymous: boolean;
  readonly internalFirstUntil: Date | null;
  /** Whole days after a decision. */
  readonly retentionDays: number;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly version: number;
}

/** People can apply. */
export interface OpeningPublished {
  readonly type: 'OpeningPublished';
  readonly opening: Opening;
}

/** Nobody can apply any more. */
export interface OpeningClosed {
  readonly type: 'OpeningClosed';
  readonly opening: Opening;
}

/** It was closed before. */
export interface OpeningIsClosed {
  readonly type: 'OpeningIsClosed';
  readonly opening: Opening;
}

/** The longest description, in characters. */
export const MAX_DESCRIPTION = 10_000;
/** The most that applicants are scored on. */
export const MAX_CRITERIA = 20;
/** The longest that data of those who were not hired are kept, in days. */
export const MAX_RETENTION_DAYS = 1_095;
/** Half a year, in days: claims of discrimination in hiring are to be brought within three months, and a tribunal may extend that (Equality Act 2010, s. 123). */
export const RETENTION_DAYS = 183;

function problemsOfCriteria(criteria: readonly string[]): Problem[] {
  if (criteria.length === 0 || criteria.length > MAX_CRITERIA)
    return [{ path: 'criteria', message: `are ${criteria.length}; give 1 to ${MAX_CRITERIA}` }];
  const trimmed = criteria.map((each) => each.trim());
  return trimmed.flatMap((each, i) => {
    const path = `criteria[${i}]`;
    const isTwice = trimmed.indexOf(each) < i;
    return [...problemsOfText(path, each, MAX_NAME), ...(isTwice ? [{ path, message: 'is there twice' }] : [])];
  });
}

/** What is wrong with a vacancy in itself; nothing when it is right. */
export function problemsOfOpening(plan: PublishOpeningInput): Problem[] {
  const days = plan.retentionDays ?? RETENTION_DAYS;
  const isLength = days >= 1 && days <= MAX_RETENTION_DAYS;
  return [
    ...problemsOfText('title', plan.title, MAX_NAME),
    ...problemsOfText('description', plan.description, MAX_DESCRIPTION),
    ...problemsOfCriteria(plan.criteria),
    ...(isLength ? [] : [{ path: 'retentionDays', message: `is ${days}; give 1 to ${MAX_RETENTION_DAYS}` }]),
  ];
}

/** Makes a vacancy of a requisition known; only of one that is approved. */
export function publish(
  id: string,
  plan: PublishOpeningInput,
  { requisition, at }: { readonly requisition: Requisition; readonly at: Date },
): OpeningPublished | RequisitionIsElsewhere {
  if (requisition.status !== 'APPROVED') return { type: 'RequisitionIsElsewhere', requisition };
  const opening: Opening = {
    ...{ id, requisitionId: requisition.id, siteId: requisition.siteId, title: plan.title.trim() },
    ...{ description: plan.description.trim(), criteria: plan.criteria.map((each) => each.trim()) },
    ...{ isAnonymous: plan.isAnonymous ?? true, internalFirstUntil: plan.internalFirstUntil ?? null },
    ...{ retentionDays: plan.retentionDays ?? RETENTION_DAYS, openedAt: at, closedAt: null, version: 1 },
  };
  return { type: 'OpeningPublished', opening };
}

/** Ends the time in which people can apply. */
export const close = (current: Opening, at: Date): OpeningClosed | OpeningIsClosed =>
  current.closedAt
    ? { type: 'OpeningIsClosed', opening: current }
    : { type: 'OpeningClosed', opening: { ...current, closedAt: at, version: current.version + 1 } };
