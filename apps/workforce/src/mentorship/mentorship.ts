import type { Problem } from '@courtesy/kernel';
import type { PairMentorInput } from '@courtesy/graph-types/workforce';
import { problemsOfId, problemsOfText } from '../directory/problems.ts';

/** That somebody guides another for a time. */
export interface Mentorship {
  readonly id: string;
  readonly mentorId: string;
  readonly menteeId: string;
  /** In what. */
  readonly focus: string;
  readonly beganAt: Date;
  /** Null while it goes on. */
  readonly endedAt: Date | null;
  readonly version: number;
}

/** Somebody guides another from now on. */
export interface MentorPaired {
  readonly type: 'MentorPaired';
  readonly mentorship: Mentorship;
}
/** Nobody is their own mentor. */
export interface MentorIsMentee {
  readonly type: 'MentorIsMentee';
}
/** The two are a pair already. */
export interface AlreadyPaired {
  readonly type: 'AlreadyPaired';
  readonly mentorship: Mentorship;
}
/** Somebody guides another no longer. */
export interface MentorshipEnded {
  readonly type: 'MentorshipEnded';
  readonly mentorship: Mentorship;
}
/** It was over before. */
export interface MentorshipIsOver {
  readonly type: 'MentorshipIsOver';
  readonly mentorship: Mentorship;
}

const MAX_FOCUS = 500;

/** What is wrong with a pair; nothing when it is right. */
export const problemsOfPair = ({ mentorId, menteeId, focus }: PairMentorInput): Problem[] => [
  ...problemsOfId('mentorId', 'pers', mentorId),
  ...problemsOfId('menteeId', 'pers', menteeId),
  ...problemsOfText('focus', focus, MAX_FOCUS),
];

/** Ends it. */
export const end = (current: Mentorship, at: Date): MentorshipEnded | MentorshipIsOver =>
  current.endedAt
    ? { type: 'MentorshipIsOver', mentorship: current }
    : { type: 'MentorshipEnded', mentorship: { ...current, endedAt: at, version: current.version + 1 } };
