import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { RiskCategory, RiskLevel, RiskReviewKind, RiskStatus, RiskTreatment } from '@courtesy/graph-types/policy';
import type { SelfApproval } from '../authority-grant/authority-grant.ts';
import { LONGEST_EXCEPTION_MS } from '../policy-exception/policy-exception.ts';
import type { PolicyLink } from './policy-link.ts';
import { isAbove, levelOf, problemsOfResidual, scoreOf, type Rating } from './scoring.ts';

/** Something that may go wrong in the service, and what is done about it. */
export interface ServiceRisk {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly cause: string | null;
  readonly consequence: string | null;
  readonly category: RiskCategory;
  readonly ownerId: string;
  readonly inherentLikelihood: number;
  readonly inherentImpact: number;
  readonly residualLikelihood: number;
  readonly residualImpact: number;
  /** Kept beside what it follows from, so that a list may be ordered by it. */
  readonly residualScore: number;
  readonly appetite: RiskLevel;
  readonly treatment: RiskTreatment | null;
  /** Where it stood when it was changed last; an acceptance may have expired since: see {@link statusOf}. */
  readonly standing: RiskStatus;
  readonly acceptance: Acceptance | null;
  /** When the acceptance that holds ends; null without one, or without an end. Kept beside it for lists. */
  readonly acceptedUntil: Date | null;
  readonly reviewDueAt: Date;
  readonly policies: readonly PolicyLink[];
  readonly incidentIds: readonly string[];
  readonly identifiedAt: Date;
  readonly version: number;
}

/** That a risk was accepted. Instants are kept as text, as JSON has them. */
export interface Acceptance {
  readonly approverId: string | null;
  readonly acceptedAt: string;
  readonly reason: string;
  readonly level: RiskLevel;
}

/** One look at a risk. Never changed, never deleted. */
export interface RiskReview {
  readonly id: string;
  readonly riskId: string;
  /** The version of the risk that it made; so each is of one review at most. */
  readonly number: number;
  readonly kind: RiskReviewKind;
  readonly inherentLikelihood: number;
  readonly inherentImpact: number;
  readonly residualLikelihood: number;
  readonly residualImpact: number;
  readonly note: string | null;
  readonly expiresAt: Date | null;
  readonly reviewerId: string | null;
  /** The subject of the caller who put it on record. */
  readonly recordedBy: string;
  readonly reviewedAt: Date;
}

/** A change of a risk that was done. */
export interface RiskChanged<T extends string> {
  readonly type: T;
  readonly risk: ServiceRisk;
}

/** A risk cannot be changed so where it stands. */
export interface IllegalRiskStatus {
  readonly type: 'IllegalRiskStatus';
  readonly risk: ServiceRisk;
  readonly status: RiskStatus;
}

/** The risk is still above its appetite. */
export interface RiskAboveAppetite {
  readonly type: 'RiskAboveAppetite';
  readonly risk: ServiceRisk;
}

type Ratings = Pick<ServiceRisk, 'inherentLikelihood' | 'inherentImpact' | 'residualLikelihood' | 'residualImpact'>;

/** What a risk would be without any control. */
export const inherentOf = (risk: Ratings): Rating => ({
  likelihood: risk.inherentLikelihood,
  impact: risk.inherentImpact,
});

/** What a risk is with its controls. */
export const residualOf = (risk: Ratings): Rating => ({
  likelihood: risk.residualLikelihood,
  impact: risk.residualImpact,
});

/** Both ratings as they are kept. */
export const ratingsOf = (inherent: Rating, residual: Rating): Ratings & Pick<ServiceRisk, 'residualScore'> => ({
  inherentLikelihood: inherent.likelihood,
  inherentImpact: inherent.impact,
  residualLikelihood: residual.likelihood,
  residualImpact: residual.impact,
  residualScore: scoreOf(residual),
});

/** Whether a risk is above the level that is borne without asking anybody. */
export const isAboveAppetite = (risk: ServiceRisk): boolean => isAbove(levelOf(residualOf(risk)), risk.appetite);

/** Where a risk stands at an instant: what was accepted for a time that is over is open, without anything having run. */
export const statusOf = (
  { standing, acceptedUntil }: Pick<ServiceRisk, 'standing' | 'acceptedUntil'>,
  now: Date,
): RiskStatus => (standing === 'ACCEPTED' && acceptedUntil && acceptedUntil <= now ? 'OPEN' : standing);

/** The risk in another standing, in which no acceptance counts. */
const standingAs = (risk: ServiceRisk, standing: RiskStatus): ServiceRisk => ({
  ...risk,
  standing,
  acceptance: null,
  acceptedUntil: null,
});

/** Whether what was done or accepted before still covers a risk as it is described and rated now. */
function isCovered(risk: ServiceRisk): boolean {
  if (risk.standing === 'TREATED') return !isAboveAppetite(risk);
  if (!risk.acceptance) return true;
  const { level, approverId } = risk.acceptance;
  if (isAbove(levelOf(residualOf(risk)), level)) return false;
  return !isAboveAppetite(risk) || (risk.acceptedUntil !== null && approverId !== null && approverId !== risk.ownerId);
}

/** The risk after a change, the next version of it; open when what was done before does not cover it any more. */
const changed = <T extends string>(type: T, risk: ServiceRisk): RiskChanged<T> => {
  const next = { ...risk, version: risk.version + 1 };
  return { type, risk: isCovered(next) ? next : standingAs(next, 'OPEN') };
};

const closed = (risk: ServiceRisk): IllegalRiskStatus | null =>
  risk.standing === 'CLOSED' ? { type: 'IllegalRiskStatus', risk, status: 'CLOSED' } : null;

/** What of a risk is described, not rated. */
export type RiskDescription = Pick<
  ServiceRisk,
  | 'title'
  | 'description'
  | 'cause'
  | 'consequence'
  | 'category'
  | 'ownerId'
  | 'appetite'
  | 'treatment'
  | 'reviewDueAt'
  | 'policies'
  | 'incidentIds'
>;

/** Describes a risk otherwise. Whoever answers for it does not raise the level that they may bear without asking anybody. */
export function amend(
  risk: ServiceRisk,
  description: Partial<RiskDescription>,
  by: string | null,
): RiskChanged<'RiskAmended'> | SelfApproval | IllegalRiskStatus {
  const refusal = closed(risk);
  if (refusal) return refusal;
  if (description.appetite && isAbove(description.appetite, risk.appetite) && by === risk.ownerId)
    return { type: 'SelfApproval', what: `you answer for "${risk.title}" yourself` };
  return changed('RiskAmended', { ...risk, ...description });
}

/** Rates a risk anew. */
export function assess(
  risk: ServiceRisk,
  given: { readonly inherent: Rating | null; readonly residual: Rating; readonly reviewDueAt: Date },
): RiskChanged<'RiskAssessed'> | IllegalRiskStatus | InvalidInput {
  const inherent = given.inherent ?? inherentOf(risk);
  const problems = problemsOfResidual(inherent, given.residual);
  if (problems.length > 0) return invalidInput(problems);
  const { reviewDueAt } = given;
  return closed(risk) ?? changed('RiskAssessed', { ...risk, ...ratingsOf(inherent, given.residual), reviewDueAt });
}

/** Puts on record that something was done about a risk which brought it within appetite. */
export function treat(
  risk: ServiceRisk,
  treatment: RiskTreatment,
): RiskChanged<'RiskTreated'> | RiskAboveAppetite | IllegalRiskStatus | InvalidInput {
  if (treatment === 'ACCEPT')
    return invalidInput([{ path: 'treatment', message: 'is ACCEPT; accept the risk, with a reason' }]);
  const refusal = closed(risk);
  if (refusal) return refusal;
  if (isAboveAppetite(risk)) return { type: 'RiskAboveAppetite', risk };
  return changed('RiskTreated', { ...standingAs(risk, 'TREATED'), treatment });
}

/** Who accepts a risk, when, why and until when. */
export interface AcceptanceGiven {
  readonly by: string | null;
  readonly now: Date;
  readonly reason: string;
  readonly expiresAt: Date | null;
}

const problemAt = (path: string, message: string): InvalidInput => invalidInput([{ path, message }]);

/** Why a risk may not be accepted so; null when it may. */
function barred(
  risk: ServiceRisk,
  { by, now, expiresAt }: AcceptanceGiven,
): SelfApproval | IllegalRiskStatus | InvalidInput | null {
  const refusal = closed(risk);
  if (refusal) return refusal;
  if (expiresAt && expiresAt <= now) return problemAt('expiresAt', 'must lie in the future');
  if (expiresAt && expiresAt.getTime() - now.getTime() > LONGEST_EXCEPTION_MS)
    return problemAt('expiresAt', 'lies more than a year ahead; look at the risk again by then');
  if (!isAboveAppetite(risk)) return null;
  if (!expiresAt) return problemAt('expiresAt', 'is absent, and what is above appetite is accepted only for a time');
  if (by === null) return problemAt('riskId', 'is above its appetite: a person must accept it, and the caller is none');
  return by === risk.ownerId ? { type: 'SelfApproval', what: `you answer for "${risk.title}" yourself` } : null;
}

/** Bears a risk: above appetite only for a time, and decided by somebody who does not answer for it. */
export function accept(
  risk: ServiceRisk,
  given: AcceptanceGiven,
): RiskChanged<'RiskAccepted'> | SelfApproval | IllegalRiskStatus | InvalidInput {
  const refusal = barred(risk, given);
  if (refusal) return refusal;
  const { by, now, reason, expiresAt } = given;
  const level = levelOf(residualOf(risk));
  return changed('RiskAccepted', {
    ...risk,
    treatment: 'ACCEPT',
    standing: 'ACCEPTED',
    acceptance: { approverId: by, acceptedAt: now.toISOString(), reason: reason.trim(), level },
    acceptedUntil: expiresAt,
    reviewDueAt: expiresAt && expiresAt < risk.reviewDueAt ? expiresAt : risk.reviewDueAt,
  });
}

/** Closes a risk that is none any more. */
export const close = (risk: ServiceRisk): RiskChanged<'RiskClosed'> | IllegalRiskStatus =>
  closed(risk) ?? changed('RiskClosed', standingAs(risk, 'CLOSED'));

/** Opens a closed risk again. */
export function reopen(
  risk: ServiceRisk,
  reviewDueAt: Date,
  now: Date,
): RiskChanged<'RiskReopened'> | IllegalRiskStatus {
  if (risk.standing !== 'CLOSED') return { type: 'IllegalRiskStatus', risk, status: statusOf(risk, now) };
  return changed('RiskReopened', { ...standingAs(risk, 'OPEN'), reviewDueAt });
}
