import { isIdOf, type Problem } from '@courtesy/kernel';
import type {
  AuthorityEvidence,
  CallOutcome,
  Channel,
  FaceToFaceInput,
  InteractionDirection,
  LetterInput,
  RepresentativeInput,
  RepresentativeRelation,
} from '@courtesy/graph-types/cases';
import { problemWithText } from '../case/case.ts';

/** What a contact record keeps beside what was said: what belongs to its channel, and who spoke in the customer's place. Null where nobody said. */
export interface ContactDetails {
  /** Of a letter: when it was given to the post. */
  readonly postedAt: Date | null;
  /** Of a letter: when it arrived. */
  readonly receivedAt: Date | null;
  /** Of a letter: by what the post knows it. */
  readonly postalReference: string | null;
  /** Of a meeting: at which site. Of a logged call: where it rang. */
  readonly siteId: string | null;
  /** Of a meeting: at which desk there. */
  readonly desk: string | null;
  /** Of a meeting and of a logged call: how long the customer had waited, in whole milliseconds. */
  readonly waitMs: number | null;
  /** Of a logged call: in whose queue it was. */
  readonly teamId: string | null;
  /** How a call ended for whoever called; null for every contact that no telephone switch logged. */
  readonly callOutcome: CallOutcome | null;
  /** Of a logged call: by which line it came. */
  readonly callLine: string | null;
  /** Of a logged call: which kind of service was asked for, as the switch calls it. */
  readonly callService: string | null;
  /** Of a logged call: how soon the switch served it, as the switch counts. */
  readonly callPriority: number | null;
  /** Of a logged call: how long it was in the menu, in whole milliseconds. */
  readonly menuMs: number | null;
  /** Of a logged call: when it began to wait. */
  readonly queuedAt: Date | null;
  /** Of a logged call: when somebody answered it. */
  readonly answeredAt: Date | null;
  /** Of a logged call: when it was over. */
  readonly endedAt: Date | null;
  /** Who spoke for the customer; null when they spoke for themselves. */
  readonly representativeName: string | null;
  readonly representativeRelation: RepresentativeRelation | null;
  /** By what that person showed that they may. */
  readonly authority: AuthorityEvidence | null;
  /** Where that evidence is kept. */
  readonly authorityReference: string | null;
}

/** A contact of which nothing but the contact itself is known. */
export const noDetails: ContactDetails = {
  ...{ postedAt: null, receivedAt: null, postalReference: null },
  ...{ siteId: null, desk: null, waitMs: null },
  ...{ teamId: null, callOutcome: null, callLine: null, callService: null, callPriority: null },
  ...{ menuMs: null, queuedAt: null, answeredAt: null, endedAt: null },
  ...{ representativeName: null, representativeRelation: null, authority: null, authorityReference: null },
};

/** Details as a caller gives them. What is undefined stays as it was; null takes away. */
export interface DetailsGiven {
  readonly letter?: LetterInput | null | undefined;
  readonly faceToFace?: FaceToFaceInput | null | undefined;
  readonly representative?: RepresentativeInput | null | undefined;
}

const either = <T>(given: T | null | undefined, earlier: T | null): T | null => (given === undefined ? earlier : given);

function representativeOf(given: RepresentativeInput | null): Partial<ContactDetails> {
  return {
    representativeName: given?.name ?? null,
    representativeRelation: given?.relation ?? null,
    authority: given?.authority ?? null,
    authorityReference: given?.authorityReference ?? null,
  };
}

/** The details after what is given has taken the place of what was known. What another channel had is left behind with it. */
export function detailsOf(earlier: ContactDetails, given: DetailsGiven, channel: Channel): ContactDetails {
  const letter = channel === 'LETTER' ? earlier : noDetails;
  // A call that a switch logged stays one, with what the switch knows of it.
  const meeting = channel === 'FACE_TO_FACE' || earlier.callOutcome !== null ? earlier : noDetails;
  return {
    ...earlier,
    postedAt: either(given.letter?.postedAt, letter.postedAt),
    receivedAt: either(given.letter?.receivedAt, letter.receivedAt),
    postalReference: either(given.letter?.postalReference, letter.postalReference),
    siteId: either(given.faceToFace?.siteId, meeting.siteId),
    desk: either(given.faceToFace?.desk, meeting.desk),
    waitMs: either(given.faceToFace?.waitTime, meeting.waitMs),
    ...(given.representative !== undefined && representativeOf(given.representative)),
  };
}

/** When a letter is a contact, as far as its dates tell: the customer's when it arrives, ours when it leaves. Null for what has no such date. */
export function happenedAt(
  contact: Pick<ContactDetails, 'postedAt' | 'receivedAt'> & { readonly direction: InteractionDirection },
): Date | null {
  return contact.direction === 'INBOUND' ? (contact.receivedAt ?? contact.postedAt) : contact.postedAt;
}

/** The longest name, desk or reference, in characters. */
const MAX_LABEL = 200;

const textProblem = (path: string, text: string | null): Problem[] => {
  const problem = text === null ? null : problemWithText(path, text, MAX_LABEL);
  return problem ? [problem] : [];
};

function problemsOfLetter({ postedAt, receivedAt, postalReference }: ContactDetails, now: Date): Problem[] {
  const problems: Problem[] = [];
  if (postedAt && postedAt > now) problems.push({ path: 'letter.postedAt', message: 'lies in the future' });
  if (receivedAt && receivedAt > now) problems.push({ path: 'letter.receivedAt', message: 'lies in the future' });
  if (postedAt && receivedAt && receivedAt < postedAt)
    problems.push({ path: 'letter.receivedAt', message: 'lies before the letter was posted' });
  return [...problems, ...textProblem('letter.postalReference', postalReference)];
}

function problemsOfMeeting({ siteId, desk, waitMs }: ContactDetails): Problem[] {
  const problems: Problem[] = [];
  if (siteId !== null && !isIdOf('site', siteId))
    problems.push({ path: 'faceToFace.siteId', message: `"${siteId}" is not the id of a site` });
  if (waitMs !== null && waitMs < 0) problems.push({ path: 'faceToFace.waitTime', message: 'is negative' });
  return [...problems, ...textProblem('faceToFace.desk', desk)];
}

/** What is wrong with the details of a contact; none when nothing is. `given` tells which of them its channel does not have. */
export function problemsOfDetails(
  contact: ContactDetails & { readonly channel: Channel },
  given: DetailsGiven,
  now: Date,
): Problem[] {
  const { channel } = contact;
  const strange: Problem[] = [];
  if (given.letter && channel !== 'LETTER')
    strange.push({ path: 'letter', message: `is for letters; this contact is ${channel}` });
  if (given.faceToFace && channel !== 'FACE_TO_FACE')
    strange.push({ path: 'faceToFace', message: `is for meetings; this contact is ${channel}` });
  return [
    ...strange,
    ...problemsOfLetter(contact, now),
    ...problemsOfMeeting(contact),
    ...textProblem('representative.name', contact.representativeName),
    ...textProblem('representative.authorityReference', contact.authorityReference),
  ];
}
