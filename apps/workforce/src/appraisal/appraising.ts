import { invalidInput, isIdOf, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { AppraisalStatus, BeginAppraisalInput, ScoreAppraisalInput } from '@courtesy/graph-types/workforce';
import type { AppraisalFormula } from '../appraisal-cycle/appraisal-cycle.ts';
import { problemsOfText } from '../directory/problems.ts';
import type {
  Appraisal,
  AppraisalAppeal,
  AppraisalAppealed,
  AppraisalCompleted,
  AppraisalIsElsewhere,
  KeptScore,
  AppraisalScored,
  AppraisalSigned,
  NothingScored,
  NotYourAppraisal,
  NotYoursToScore,
  SelfAppraisalHandedIn,
} from './appraisal.ts';
import { evidenceOf, problemsOfEvidence } from './evidence.ts';

/** The longest comment and the longest reason, in characters. */
export const MAX_COMMENT = 5_000;
/** The most colleagues who are asked. */
export const MAX_PEERS = 10;
const SCORE = /^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/;

/** Who does something, and when. */
export interface AppraisingHand {
  /** Null for a caller who is no person of the organisation, and is neither appraised nor appraises. */
  readonly personId: string | null;
  readonly at: Date;
}

/** What is wrong with those who are to take part; nothing when it is right. */
export function problemsOfRound(personId: string, appraiserId: string, peerIds: readonly string[]): Problem[] {
  const problems: Problem[] = appraiserId === personId ? [{ path: 'appraiserId', message: 'is the person' }] : [];
  if (peerIds.length > MAX_PEERS) problems.push({ path: 'peerIds', message: `are more than ${MAX_PEERS}` });
  peerIds.forEach((id, i) => {
    const path = `peerIds[${i}]`;
    if (!isIdOf('pers', id)) problems.push({ path, message: `"${id}" is not the id of a person` });
    if (id === personId || id === appraiserId) problems.push({ path, message: 'is the person or the appraiser' });
    if (peerIds.indexOf(id) < i) problems.push({ path, message: 'is there twice' });
  });
  return problems;
}

/** An appraisal as it begins, by the formula that its cycle has now. */
export const newAppraisal = (
  id: string,
  given: Pick<BeginAppraisalInput, 'cycleId' | 'personId'> & {
    readonly appraiserId: string;
    readonly peerIds: readonly string[];
    readonly formulaNumber: number;
    readonly supersedesId?: string;
  },
  begunAt: Date,
): Appraisal => ({
  ...{ id, cycleId: given.cycleId, personId: given.personId, appraiserId: given.appraiserId },
  ...{ peerIds: given.peerIds, formulaNumber: given.formulaNumber, status: 'DRAFT', begunAt, completedAt: null },
  ...{ signedAt: null, supersedesId: given.supersedesId ?? null, version: 1 },
});

const elsewhere = (appraisal: Appraisal): AppraisalIsElsewhere => ({ type: 'AppraisalIsElsewhere', appraisal });
const notYours = (appraisal: Appraisal, whose: NotYourAppraisal['whose']): NotYourAppraisal => ({
  ...{ type: 'NotYourAppraisal', appraisal, whose },
});
const further = (current: Appraisal, changes: Partial<Appraisal>): Appraisal => ({
  ...current,
  ...changes,
  version: current.version + 1,
});

/** Whether a part of this source is somebody's to score. */
function mayScore(source: NotYoursToScore['source'], appraisal: Appraisal, personId: string | null): boolean {
  if (personId === null) return false;
  if (source === 'SELF') return personId === appraisal.personId;
  return source === 'PEERS' ? appraisal.peerIds.includes(personId) : personId === appraisal.appraiserId;
}

/** Scores a part. What the person handed in stays, and once it is complete nobody scores. */
export function scorePart(
  current: Appraisal,
  given: ScoreAppraisalInput,
  { formula, id }: { readonly formula: AppraisalFormula; readonly id: string },
  by: AppraisingHand,
): (AppraisalScored & { readonly score: KeptScore }) | NotYoursToScore | AppraisalIsElsewhere | InvalidInput {
  const component = formula.components.find(({ key }) => key === given.component);
  if (!component) {
    const known = formula.components.map(({ key }) => key).join(', ');
    return invalidInput([{ path: 'component', message: `is no part of the formula; it has ${known}` }]);
  }
  const { source } = component;
  if (by.personId === null || !mayScore(source, current, by.personId))
    return { type: 'NotYoursToScore', appraisal: current, source };
  const open: readonly AppraisalStatus[] = source === 'SELF' ? ['DRAFT'] : ['DRAFT', 'SELF'];
  if (!open.includes(current.status)) return elsewhere(current);
  const evidence = given.evidence ?? [];
  const isScore = SCORE.test(given.score);
  const problems = [
    ...(isScore ? [] : [{ path: 'score', message: `is ${given.score}; give 0 to 100 with at most two decimals` }]),
    ...problemsOfText('comment', given.comment, MAX_COMMENT),
    ...problemsOfEvidence(source, evidence),
  ];
  if (problems.length > 0) return invalidInput(problems);
  const score: KeptScore = {
    ...{ id, appraisalId: current.id, component: component.key, hundredths: Math.round(Number(given.score) * 100) },
    ...{ comment: given.comment, evidence: evidenceOf(evidence), byId: by.personId, scoredAt: by.at },
  };
  return { type: 'AppraisalScored', appraisal: further(current, {}), score };
}

/** Hands in how the person sees themselves. */
export function handIn(
  current: Appraisal,
  by: AppraisingHand,
): SelfAppraisalHandedIn | AppraisalIsElsewhere | NotYourAppraisal {
  if (by.personId !== current.personId) return notYours(current, 'PERSON');
  if (current.status !== 'DRAFT') return elsewhere(current);
  return { type: 'SelfAppraisalHandedIn', appraisal: further(current, { status: 'SELF' }) };
}

/** Completes an appraisal; whatever has no score by then counts for nothing. */
export function complete(
  current: Appraisal,
  scores: readonly KeptScore[],
  by: AppraisingHand,
): AppraisalCompleted | NothingScored | AppraisalIsElsewhere | NotYourAppraisal {
  if (by.personId !== current.appraiserId) return notYours(current, 'APPRAISER');
  if (current.status !== 'DRAFT' && current.status !== 'SELF') return elsewhere(current);
  if (scores.length === 0) return { type: 'NothingScored', appraisal: current };
  const changes = { status: 'MANAGER', completedAt: by.at } as const;
  return { type: 'AppraisalCompleted', appraisal: further(current, changes) };
}

/** Signs. */
export function sign(
  current: Appraisal,
  by: AppraisingHand,
): AppraisalSigned | AppraisalIsElsewhere | NotYourAppraisal {
  if (by.personId !== current.personId) return notYours(current, 'PERSON');
  if (current.status !== 'MANAGER') return elsewhere(current);
  return { type: 'AppraisalSigned', appraisal: further(current, { status: 'SIGNED', signedAt: by.at }) };
}

/** Appeals, once. */
export function appeal(
  current: Appraisal,
  { id, reason, before }: { readonly id: string; readonly reason: string; readonly before: AppraisalAppeal | null },
  by: AppraisingHand,
): (AppraisalAppealed & { readonly appeal: AppraisalAppeal }) | AppraisalIsElsewhere | NotYourAppraisal | InvalidInput {
  const problems = problemsOfText('reason', reason, MAX_COMMENT);
  if (problems.length > 0) return invalidInput(problems);
  if (by.personId !== current.personId) return notYours(current, 'PERSON');
  if (before || (current.status !== 'MANAGER' && current.status !== 'SIGNED')) return elsewhere(current);
  const made: AppraisalAppeal = {
    ...{ id, appraisalId: current.id, reason, madeAt: by.at },
    ...{ outcome: null, outcomeReason: null, decidedById: null, decidedAt: null },
  };
  return { type: 'AppraisalAppealed', appraisal: further(current, { status: 'APPEALED' }), appeal: made };
}

/** Decides on an appeal: what was appealed against is as it was, signed where it was signed. Neither the person nor the appraiser decides. */
export function decide(
  current: Appraisal,
  reason: string,
  by: AppraisingHand,
):
  { readonly type: 'Decided'; readonly appraisal: Appraisal } | AppraisalIsElsewhere | NotYourAppraisal | InvalidInput {
  const problems = problemsOfText('reason', reason, MAX_COMMENT);
  if (problems.length > 0) return invalidInput(problems);
  const isParty = by.personId === null || by.personId === current.personId || by.personId === current.appraiserId;
  if (isParty) return notYours(current, 'ANOTHER');
  if (current.status !== 'APPEALED') return elsewhere(current);
  return { type: 'Decided', appraisal: further(current, { status: current.signedAt ? 'SIGNED' : 'MANAGER' }) };
}
