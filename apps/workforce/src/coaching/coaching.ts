import { invalidInput, isIdOf, type InvalidInput, type Problem } from '@courtesy/kernel';
import type {
  CoachingActionInput,
  CoachingStatus,
  CompleteCoachingInput,
  FollowUpCoachingInput,
  ProposeCoachingInput,
} from '@courtesy/graph-types/workforce';
import { problemsOfText } from '../directory/problems.ts';
import { difference, wilson, type ShareInterval } from '../skill-gap/interval.ts';

/** What somebody is to do. */
export interface CoachingAction {
  readonly what: string;
  /** A day, `YYYY-MM-DD`; null when none was agreed. */
  readonly dueOn: string | null;
}

/** That somebody helps somebody else to do better. */
export interface CoachingSession {
  readonly id: string;
  readonly personId: string;
  readonly coachId: string;
  readonly gapId: string | null;
  /** The criterion that is measured before and after; null when it is not about one. */
  readonly scorecardId: string | null;
  readonly criterionKey: string | null;
  readonly reviewIds: readonly string[];
  readonly aim: string;
  readonly actions: readonly CoachingAction[];
  readonly followUpOn: string;
  readonly status: CoachingStatus;
  readonly outcome: string | null;
  readonly proposedAt: Date;
  readonly agreedAt: Date | null;
  readonly doneAt: Date | null;
  readonly followedUpAt: Date | null;
  readonly version: number;
}

/** What came of something done with a session. */
export interface CoachingOutcome<T extends string> {
  readonly type: T;
  readonly session: CoachingSession;
}

/** It is proposed. */
export type CoachingProposed = CoachingOutcome<'CoachingProposed'>;
/** Who is coached agrees. */
export type CoachingAgreed = CoachingOutcome<'CoachingAgreed'>;
/** It took place. */
export type CoachingCompleted = CoachingOutcome<'CoachingCompleted'>;
/** The coach looked at what became of it. */
export type CoachingFollowedUp = CoachingOutcome<'CoachingFollowedUp'>;
/** It stands where this cannot be done with it. */
export type CoachingIsElsewhere = CoachingOutcome<'CoachingIsElsewhere'>;
/** Somebody else is to do this. */
export interface NotYourCoaching extends CoachingOutcome<'NotYourCoaching'> {
  readonly whose: 'COACHED' | 'COACH';
}

/** Who does something, and when. */
export interface CoachingHand {
  readonly personId: string | null;
  readonly at: Date;
}

const MAX_TEXT = 5_000;
const [MAX_ACTIONS, MAX_REVIEWS] = [20, 50];

/** What is wrong with actions. */
export function problemsOfActions(actions: readonly CoachingActionInput[]): Problem[] {
  if (actions.length > MAX_ACTIONS) return [{ path: 'actions', message: `are more than ${MAX_ACTIONS}` }];
  return actions.flatMap(({ what }, i) => problemsOfText(`actions[${i}].what`, what, MAX_TEXT));
}

/** What is wrong with a proposal in itself; `today` is the day in UTC. */
export function problemsOfProposal(given: ProposeCoachingInput, coachId: string, today: string): Problem[] {
  const reviews = given.reviewIds ?? [];
  return [
    ...(given.personId === coachId ? [{ path: 'personId', message: 'is the coach' }] : []),
    ...problemsOfText('aim', given.aim, MAX_TEXT),
    ...problemsOfActions(given.actions ?? []),
    ...(given.followUpOn < today ? [{ path: 'followUpOn', message: 'is over' }] : []),
    ...(reviews.length > MAX_REVIEWS ? [{ path: 'reviewIds', message: `are more than ${MAX_REVIEWS}` }] : []),
    ...reviews.flatMap((id, i) =>
      isIdOf('qrev', id) ? [] : [{ path: `reviewIds[${i}]`, message: `"${id}" is not the id of a review` }],
    ),
  ];
}

/** Actions as they are kept. */
export const actionsOf = (given: readonly CoachingActionInput[]): CoachingAction[] =>
  given.map(({ what, dueOn }) => ({ what: what.trim(), dueOn: dueOn ?? null }));

const elsewhere = (session: CoachingSession): CoachingIsElsewhere => ({ type: 'CoachingIsElsewhere', session });
const notYours = (session: CoachingSession, whose: NotYourCoaching['whose']): NotYourCoaching => ({
  ...{ type: 'NotYourCoaching', session, whose },
});
const further = (current: CoachingSession, changes: Partial<CoachingSession>): CoachingSession => ({
  ...current,
  ...changes,
  version: current.version + 1,
});

/** Agrees to be coached. */
export function agree(
  current: CoachingSession,
  by: CoachingHand,
): CoachingAgreed | CoachingIsElsewhere | NotYourCoaching {
  if (by.personId !== current.personId) return notYours(current, 'COACHED');
  if (current.status !== 'PROPOSED') return elsewhere(current);
  return { type: 'CoachingAgreed', session: further(current, { status: 'AGREED', agreedAt: by.at }) };
}

/** Puts down that it took place, with what is to be done. */
export function complete(
  current: CoachingSession,
  { actions }: CompleteCoachingInput,
  by: CoachingHand,
): CoachingCompleted | CoachingIsElsewhere | NotYourCoaching | InvalidInput {
  if (by.personId !== current.coachId) return notYours(current, 'COACH');
  if (current.status !== 'AGREED') return elsewhere(current);
  const problems = problemsOfActions(actions ?? []);
  if (problems.length > 0) return invalidInput(problems);
  const kept = actions ? actionsOf(actions) : current.actions;
  return {
    type: 'CoachingCompleted',
    session: further(current, { status: 'DONE', doneAt: by.at, actions: kept }),
  };
}

/** Puts down what became of it. */
export function followUp(
  current: CoachingSession,
  { outcome }: FollowUpCoachingInput,
  by: CoachingHand,
): CoachingFollowedUp | CoachingIsElsewhere | NotYourCoaching | InvalidInput {
  if (by.personId !== current.coachId) return notYours(current, 'COACH');
  if (current.status !== 'DONE') return elsewhere(current);
  const problems = problemsOfText('outcome', outcome, MAX_TEXT);
  if (problems.length > 0) return invalidInput(problems);
  const changes = { status: 'FOLLOWED_UP', followedUpAt: by.at, outcome } as const;
  return { type: 'CoachingFollowedUp', session: further(current, changes) };
}

/** How somebody did on a criterion within a time. */
export interface MeasuredShare extends ShareInterval {
  readonly ratings: number;
}

/** How somebody did on the criterion before they were coached and after. */
export interface CoachingEffect {
  readonly before: MeasuredShare | null;
  readonly after: MeasuredShare | null;
  readonly change: ShareInterval | null;
}

function measured(shares: readonly number[]): MeasuredShare | null {
  const interval = wilson(
    shares.reduce((sum, each) => sum + each, 0),
    shares.length,
  );
  return interval && { ...interval, ratings: shares.length };
}

/** Compares the contacts before an instant with those from then on; null for a side without ratings. */
export function effectOf(
  ratings: readonly { readonly at: Date; readonly share: number }[],
  doneAt: Date,
): CoachingEffect {
  const [earlier, later] = [ratings.filter(({ at }) => at < doneAt), ratings.filter(({ at }) => at >= doneAt)];
  const [before, after] = [measured(earlier.map(({ share }) => share)), measured(later.map(({ share }) => share))];
  return { before, after, change: before && after && difference(before, after) };
}
