import type { EventType, KnownEvent } from '@courtesy/events';
import type { FactBook, Known } from './fact-book.ts';

/** The kinds of activity that facts are kept of, beside cases and telephone calls. */
export const activityKinds = [
  'CONTACT',
  'CLOCK',
  'COMPLAINT',
  'DECISION',
  'REFUND',
  'AWARD',
  'REVIEW',
  'PROMISE',
  'PURCHASE',
  'SHIFT',
  'PRESENCE',
  'ACKNOWLEDGEMENT',
] as const;

/** See {@link activityKinds}. */
export type ActivityKind = (typeof activityKinds)[number];

/**
 * All that the metrics know of one activity. Every kind uses those columns that it has a word for; the others are null. Ids of other services'
 * entities are references only, and no text that somebody wrote is ever among them.
 */
export interface ActivityFact extends Known {
  /** The id of its record; of a clock and of a spell of presence, which have none, the id of the case or person and what tells it from others. */
  readonly id: string;
  readonly kind: ActivityKind;
  /** When it happened or began. */
  readonly at: Date;
  /** When it was to be done: a clock's target, a promise's date. */
  readonly dueAt: Date | null;
  /** When it was over: a clock met or breached, a payout settled, a complaint answered, a shift or a spell of presence ended. */
  readonly endedAt: Date | null;
  readonly caseId: string | null;
  readonly customerId: string | null;
  readonly siteId: string | null;
  readonly teamId: string | null;
  /** Whose work it is: who served, decided, asked for the payout, was reviewed, promised, worked, acknowledged. */
  readonly personId: string | null;
  /** Of a contact or a purchase. */
  readonly channel: string | null;
  /** Of a contact. */
  readonly direction: string | null;
  /** Whether a machine did it: such contacts are in no figure of what people do. */
  readonly isAutomatic: boolean;
  /** Which clock, which presence, which category of complaint, by which method. */
  readonly topic: string | null;
  /** How it stands or ended. */
  readonly outcome: string | null;
  /** A review that failed a critical criterion, a complaint answered too late. */
  readonly isFailed: boolean;
  /** Money in minor units; the score of a review in ten-thousandths. */
  readonly amount: bigint | null;
  readonly currency: string | null;
  readonly handleMs: number | null;
  readonly waitMs: number | null;
  /** The versions of policies that it rests on, or that were acknowledged. */
  readonly policyVersionIds: readonly string[];
}

/** The same without since when it is known. */
export type Activity = Omit<ActivityFact, 'knownFrom'>;

const nothing: Omit<Activity, 'id' | 'kind' | 'at'> = {
  dueAt: null,
  endedAt: null,
  caseId: null,
  customerId: null,
  siteId: null,
  teamId: null,
  personId: null,
  channel: null,
  direction: null,
  isAutomatic: false,
  topic: null,
  outcome: null,
  isFailed: false,
  amount: null,
  currency: null,
  handleMs: null,
  waitMs: null,
  policyVersionIds: [],
};

/** An activity of which nothing is known but what is given. */
export const activity = (given: Pick<Activity, 'id' | 'kind' | 'at'> & Partial<Activity>): Activity => ({
  ...nothing,
  ...given,
});

/** An event as a source is given it: one of its own types. */
export type SourceEvent = KnownEvent;

/** How the events of one kind become facts. */
export interface ActivitySource {
  readonly types: readonly EventType[];
  /** The facts that it may change. */
  readonly names: (event: SourceEvent) => readonly string[];
  readonly apply: (book: FactBook<ActivityFact>, event: SourceEvent) => void;
}

/** A source whose events are typed by the types it names. Unless it says otherwise, an event changes the fact of its subject. */
export const activitySource = <const T extends EventType>(
  types: readonly T[],
  apply: (book: FactBook<ActivityFact>, event: KnownEvent<T>) => void,
  names: (event: KnownEvent<T>) => readonly string[] = ({ subject }) => [subject],
): ActivitySource => ({
  types,
  names: names as ActivitySource['names'],
  apply: apply as ActivitySource['apply'],
});

/** When an event was announced, from which on it is known. */
export const toldAt = ({ time }: SourceEvent): Date => new Date(time);
