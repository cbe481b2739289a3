import type { PersonalDataArchiveState } from '@courtesy/graph-types/customers';
import type { DataSubjectRequest } from '../data-subject-request/data-subject-request.ts';

/** All that is kept of a customer, made for one request. */
export interface PersonalDataArchive {
  readonly id: string;
  readonly requestId: string;
  /** Of whom, as the request names them. */
  readonly customerId: string;
  readonly begunAt: Date;
  readonly readyAt: Date | null;
  readonly expiresAt: Date | null;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly attempts: number;
  readonly lastError: string | null;
  /** When it is to be gone on with, or forgotten; null when its time is over. */
  readonly nextTryAt: Date | null;
}

/** It is being gathered, or is there. */
export interface PersonalDataGathering {
  readonly type: 'PersonalDataGathering';
  readonly request: DataSubjectRequest;
}

/** Nothing is gathered for a request. */
export interface CannotGatherPersonalData {
  readonly type: 'CannotGatherPersonalData';
  readonly request: DataSubjectRequest;
}

/** The services from which it is gathered, in the order of the document. */
export const SOURCES = ['customers', 'cases', 'policy', 'workforce', 'metrics'] as const;
/** One of {@link SOURCES}. */
export type Source = (typeof SOURCES)[number];

/** How long an archive is kept, in milliseconds. */
export const KEPT_MS = 14 * 86_400_000;
/** How long leave to fetch one lasts, in milliseconds. */
export const TICKET_MS = 5 * 60_000;

/** How an archive stands at an instant. */
export function stateOf({ readyAt, expiresAt }: PersonalDataArchive, now: Date): PersonalDataArchiveState {
  if (readyAt === null || expiresAt === null) return 'GATHERING';
  return expiresAt > now ? 'READY' : 'EXPIRED';
}

/** Whether what a request asks for is gathered: to whom it is handed must be certain. */
export const asksForArchive = ({ kind, status }: DataSubjectRequest): boolean =>
  (kind === 'ACCESS' || kind === 'PORT') && status === 'VERIFIED';
