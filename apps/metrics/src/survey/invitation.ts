import type { SurveyInvitationState, SurveyKind, SurveyMoment, SurveySuppression } from '@courtesy/graph-types/metrics';
import type { SurveyProgramme, SurveyProgrammeVersion } from './programme.ts';

/** What is frozen of something that happened, with whoever is asked of it: who had it in hand at that instant. */
export interface SurveyAttribution {
  readonly happenedAt: Date;
  /** When the answer was given of which a case's occasion asks; null for a complaint and a contact. */
  readonly answeredAt: Date | null;
  readonly caseId: string | null;
  readonly interactionId: string | null;
  readonly customerId: string;
  readonly siteId: string | null;
  readonly teamId: string | null;
  readonly personId: string | null;
  readonly channel: string | null;
}

/** Something that happened of which a customer may be asked. */
export interface SurveyOccasion extends SurveyAttribution {
  readonly moment: SurveyMoment;
  /** What tells it from every other occasion, however often the feed tells of it. */
  readonly key: string;
}

/** One customer who is to be asked, was asked, or was not to be asked, of one occasion. */
export interface SurveyInvitation extends SurveyAttribution {
  readonly id: string;
  readonly programmeId: string;
  /** By which version of the programme. */
  readonly versionNumber: number;
  readonly kind: SurveyKind;
  readonly occasionKey: string;
  /** Of which tier the customer was when it happened. */
  readonly tier: string | null;
  readonly state: SurveyInvitationState;
  readonly suppressedBecause: SurveySuppression | null;
  readonly plannedAt: Date;
  readonly askedAt: Date | null;
  /** Until when they may answer. */
  readonly expiresAt: Date | null;
  /** When it ended: answered, expired or suppressed. */
  readonly endedAt: Date | null;
  /** When something is to be done about it next: asking, or letting it expire. */
  readonly nextAt: Date | null;
  /** The SHA-256 of the ticket that lets somebody answer; the ticket is nowhere. */
  readonly ticketHash: string | null;
  readonly version: number;
}

/** What was asked can be answered no more: its time is over, or nobody was to be asked. */
export interface SurveyInvitationClosed {
  readonly type: 'SurveyInvitationClosed';
  readonly invitation: SurveyInvitation;
}

/** A programme with the version of it that counts. */
export interface RunningProgramme {
  readonly programme: SurveyProgramme;
  readonly terms: SurveyProgrammeVersion;
}

/** From how long after it was due nobody is asked any more, in milliseconds: a feed that was read late asks of nothing long gone. */
export const TOO_LATE_MS = 14 * 86_400_000;

/** Whether a programme asks of an occasion. `lot` is drawn for the two, from 0 up to 1: of a hundred occasions as many are asked of as its share says. */
export function asksOf({ programme, terms }: RunningProgramme, occasion: SurveyOccasion, lot: number): boolean {
  const { moment, channel, siteId, happenedAt } = occasion;
  return (
    terms.moment === moment &&
    (terms.channels.length === 0 || (channel !== null && terms.channels.includes(channel))) &&
    (programme.siteId === null || programme.siteId === siteId) &&
    happenedAt >= programme.startedAt &&
    (programme.endedAt === null || happenedAt < programme.endedAt) &&
    lot * 100 < terms.sharePercent
  );
}

/** The invitation to tell of an occasion. */
export function planned(
  { programme, terms }: RunningProgramme,
  occasion: SurveyOccasion,
  { id, at, tier }: { readonly id: string; readonly at: Date; readonly tier: string | null },
): SurveyInvitation {
  const { moment: _, key, ...attribution } = occasion;
  return {
    ...attribution,
    ...{ id, programmeId: programme.id, versionNumber: terms.number, kind: programme.kind, occasionKey: key, tier },
    ...{ state: 'PLANNED', suppressedBecause: null, plannedAt: at, askedAt: null, expiresAt: null, endedAt: null },
    nextAt: new Date(occasion.happenedAt.getTime() + terms.delay),
    ...{ ticketHash: null, version: 1 },
  };
}

/** What is known of a customer when they are to be asked. */
export interface SurveyStanding {
  readonly isErased: boolean;
  /** Whether another matter of theirs is a complaint that is still open. */
  readonly hasOpenComplaint: boolean;
  /** Whether nobody is to turn to them unasked, for how vulnerable they are. */
  readonly isSpared: boolean;
  /** Whether they withdrew their consent to be asked for research. */
  readonly hasWithdrawn: boolean;
  /** Whether what was answered was reopened since. */
  readonly isReopened: boolean;
  /** Whether they said of their own accord how it was. */
  readonly hasAnswered: boolean;
  /** When they were asked last, by whichever programme. */
  readonly lastAskedAt: Date | null;
}

/** Why somebody is not asked; null when they are. */
export function suppressionOf(
  { nextAt, plannedAt }: SurveyInvitation,
  terms: SurveyProgrammeVersion,
  { standing, at }: { readonly standing: SurveyStanding; readonly at: Date },
): SurveySuppression | null {
  const { lastAskedAt } = standing;
  if (standing.isErased) return 'ERASED';
  if (at.getTime() - (nextAt ?? plannedAt).getTime() > TOO_LATE_MS) return 'TOO_LATE';
  if (standing.hasAnswered) return 'ANSWERED_ALREADY';
  if (standing.isReopened) return 'REOPENED';
  if (standing.hasOpenComplaint) return 'OPEN_COMPLAINT';
  if (standing.isSpared) return 'VULNERABILITY';
  if (standing.hasWithdrawn) return 'CONSENT_WITHDRAWN';
  if (lastAskedAt && at.getTime() - lastAskedAt.getTime() < terms.interval) return 'ASKED_RECENTLY';
  return null;
}

/** An invitation that is not to be: why is kept. */
export const suppressed = (
  invitation: SurveyInvitation,
  suppressedBecause: SurveySuppression,
  at: Date,
): SurveyInvitation => ({
  ...invitation,
  ...{ state: 'SUPPRESSED', suppressedBecause, endedAt: at, nextAt: null, version: invitation.version + 1 },
});

/** An invitation that stands: the customer finds it with theirs, and a link to it may be given to them. */
export function sent(invitation: SurveyInvitation, terms: SurveyProgrammeVersion, at: Date): SurveyInvitation {
  const expiresAt = new Date(at.getTime() + terms.answerWithin);
  return {
    ...invitation,
    ...{ state: 'SENT', askedAt: at, expiresAt, nextAt: expiresAt, version: invitation.version + 1 },
  };
}

/** An invitation whose time is over without an answer. */
export const expired = (invitation: SurveyInvitation, at: Date): SurveyInvitation => ({
  ...invitation,
  ...{ state: 'EXPIRED', endedAt: at, nextAt: null, ticketHash: null, version: invitation.version + 1 },
});

/** An invitation that was answered; its ticket still lets the answer be corrected, in time. */
export const answered = (invitation: SurveyInvitation, at: Date): SurveyInvitation => ({
  ...invitation,
  ...{ state: 'ANSWERED', endedAt: at, nextAt: null, version: invitation.version + 1 },
});

/** Whether an invitation can be answered now. */
export const isOpen = ({ state, expiresAt }: SurveyInvitation, at: Date): boolean =>
  state === 'SENT' && expiresAt !== null && at < expiresAt;
