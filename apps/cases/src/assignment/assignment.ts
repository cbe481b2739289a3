import type { Duration } from '@courtesy/kernel';
import type {
  AssignmentStatus,
  Channel,
  DeclineReason,
  RoutingTieBreak,
  RoutingVerdict,
  WithdrawalCause,
} from '@courtesy/graph-types/cases';
import type { RoutingQueue } from '../routing-queue/routing-queue.ts';
import { afterOffer, choose, type AskedSkill, type PersonFacts } from './candidate.ts';
import type { Offering } from './round.ts';

/** One case offered to one person by a routing queue, and what came of it. */
export interface Assignment {
  readonly id: string;
  readonly caseId: string;
  readonly personId: string;
  /** The version of the queue by which it was made. */
  readonly queueId: string;
  /** The round in which it was made, and its place there, from 0. */
  readonly roundId: string;
  readonly place: number;
  readonly status: AssignmentStatus;
  readonly offeredAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  readonly endReason: DeclineReason | WithdrawalCause | null;
  readonly channel: Channel;
  /** How much of the person's capacity it takes. */
  readonly weight: number;
  readonly isExclusive: boolean;
  readonly isOverflow: boolean;
  readonly waited: Duration;
  readonly asked: readonly AskedSkill[];
  readonly declinedIds: readonly string[];
  /** What was decided about everybody of the round, a letter each. */
  readonly verdicts: string;
  readonly chosenBy: RoutingTieBreak;
  readonly version: number;
}

/** Of whom an offer could have been made: what was known of everybody when the round began. Never changed. */
export interface RoutingRound {
  readonly id: string;
  readonly at: Date;
  readonly people: readonly PersonFacts[];
}

const withdrawals: readonly string[] = ['PERSON_LEFT', 'PERSON_ABSENT', 'CASE_MOVED'] satisfies WithdrawalCause[];

/** Whether an offer was taken back for this, rather than declined. */
export const isWithdrawal = (reason: Assignment['endReason']): reason is WithdrawalCause =>
  reason !== null && withdrawals.includes(reason);

/** Why a case was offered to somebody: the offer itself, and its round. */
export interface AssignmentReasons extends Assignment {}

/** Somebody who was considered, with what was known of them. */
export interface AssignmentCandidate {
  readonly person: PersonFacts;
  readonly rule: RoutingVerdict;
}

/** A letter for each verdict, as they are kept. One is never given to another verdict: old offers are read by them. */
const letters: Readonly<Record<RoutingVerdict, string>> = {
  CHOSEN: 'C',
  PASSED_OVER: 'P',
  NOT_AN_AGENT: 'A',
  IN_ANOTHER_TEAM: 'T',
  NOT_YET_OVERFLOWING: 'O',
  ON_LEAVE: 'L',
  OFF_SHIFT: 'S',
  ON_BREAK: 'B',
  NOT_AVAILABLE: 'N',
  DID_NOT_ASK: 'Q',
  LACKS_SKILL: 'K',
  LACKS_PREFERRED_SKILL: 'R',
  DECLINED_IT: 'D',
  ON_EXCLUSIVE_WORK: 'X',
  NO_CAPACITY: 'F',
};
const byLetter = new Map(Object.entries(letters).map(([verdict, letter]) => [letter, verdict as RoutingVerdict]));

/** Verdicts as they are kept. */
export const encodeVerdicts = (verdicts: readonly RoutingVerdict[]): string =>
  verdicts.map((each) => letters[each]).join('');

/** Verdicts as they were decided. Throws for a letter that nobody gave. */
export function decodeVerdicts(text: string): RoutingVerdict[] {
  return [...text].map((letter) => {
    const verdict = byLetter.get(letter);
    if (!verdict) throw new Error(`"${letter}" stands for no verdict`);
    return verdict;
  });
}

/** An offer as it begins. */
export function assignmentOf(
  { waiting, queue, personId, ask, waited, chosenBy, verdicts }: Offering,
  mark: { readonly id: string; readonly roundId: string; readonly place: number; readonly at: Date },
): Assignment {
  const weight = queue.weights.find(({ channel }) => channel === waiting.channel);
  return {
    ...{ id: mark.id, caseId: waiting.caseId, personId, queueId: queue.id, roundId: mark.roundId, place: mark.place },
    ...{ status: 'OFFERED', offeredAt: mark.at, expiresAt: new Date(mark.at.getTime() + queue.offerTimeout) },
    ...{ endedAt: null, endReason: null, channel: waiting.channel },
    ...{ weight: weight?.weight ?? 1, isExclusive: weight?.isExclusive ?? false, isOverflow: ask.isOverflow, waited },
    ...{ asked: ask.asked, declinedIds: ask.declinedIds, verdicts: encodeVerdicts(verdicts), chosenBy, version: 1 },
  };
}

/** Somebody has a case that they were offered. */
export interface AssignmentAccepted {
  readonly type: 'AssignmentAccepted';
  readonly assignment: Assignment;
}

/** Somebody will not take a case that they were offered. */
export interface AssignmentDeclined {
  readonly type: 'AssignmentDeclined';
  readonly assignment: Assignment;
}

/** Somebody else is offered the case. */
export interface AssignmentIsForAnother {
  readonly type: 'AssignmentIsForAnother';
  readonly assignment: Assignment;
}

/** The offer was answered, has passed or was taken back. */
export interface AssignmentIsOver {
  readonly type: 'AssignmentIsOver';
  readonly assignment: Assignment;
}

/** Somebody has an offer to answer. */
export interface WorkOffered {
  readonly type: 'WorkOffered';
  readonly assignment: Assignment;
}

/** Why somebody who asks for work is offered none: what was decided about them, that nothing waits, or that no queue is theirs. */
export type NothingCause = Exclude<RoutingVerdict, 'CHOSEN'> | 'NOTHING_WAITS' | 'NO_QUEUE';

/** Nothing can be offered to somebody just now. */
export interface NothingToOffer {
  readonly type: 'NothingToOffer';
  readonly because: NothingCause;
}

/** Why somebody cannot answer an offer; null when they can. */
export function hindrance(
  assignment: Assignment,
  personId: string | undefined,
  now: Date,
): AssignmentIsForAnother | AssignmentIsOver | null {
  if (assignment.personId !== personId) return { type: 'AssignmentIsForAnother', assignment };
  const isOpen = assignment.status === 'OFFERED' && now < assignment.expiresAt;
  return isOpen ? null : { type: 'AssignmentIsOver', assignment };
}

/** An offer after its end. */
export const ended = (
  assignment: Assignment,
  how: Pick<Assignment, 'status' | 'endReason'> & { readonly at: Date },
): Assignment => ({
  ...assignment,
  ...{ status: how.status, endReason: how.endReason, endedAt: how.at, version: assignment.version + 1 },
});

/** What choosing again comes to, from what was known. */
export interface AssignmentReplay {
  readonly personId: string | null;
  readonly chosenBy: RoutingTieBreak | null;
  /** The same person by the same tie-break, and the same verdict about everybody. */
  readonly isSame: boolean;
}

/** Chooses again, from the facts of the round, the offers made before in it, and the version of the queue. */
export function replay(
  assignment: Assignment,
  from: {
    readonly round: RoutingRound;
    /** The offers of the same round, with the versions of their queues. */
    readonly offers: readonly { readonly assignment: Assignment; readonly queue: RoutingQueue }[];
    readonly queue: RoutingQueue;
  },
): AssignmentReplay {
  const people = [...from.round.people];
  for (const { assignment: earlier, queue } of from.offers) {
    if (earlier.place >= assignment.place) continue;
    const at = people.findIndex(({ personId }) => personId === earlier.personId);
    const person = people[at];
    if (person) people[at] = afterOffer(person, earlier, { queue, at: from.round.at });
  }
  const { chosen, chosenBy, verdicts } = choose(people, assignment, from.queue);
  const personId = chosen?.personId ?? null;
  const isSame =
    personId === assignment.personId &&
    chosenBy === assignment.chosenBy &&
    encodeVerdicts(verdicts) === assignment.verdicts;
  return { personId, chosenBy, isSame };
}
