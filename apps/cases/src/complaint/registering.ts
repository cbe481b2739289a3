import type { ComplaintRules, Problem } from '@courtesy/kernel';
import { isUnended, type Case } from '../case/case.ts';
import type { Complaint, KnownComplaint } from './complaint.ts';
import { NOTHING, type ComplaintStep } from './complaint-step.ts';
import { dayOf } from './day.ts';
import type { StepRecord } from './taking.ts';

/** An approved version of a complaint regime, as cases keep it. */
export interface RegimeCopy {
  /** The version's id. */
  readonly id: string;
  readonly regimeId: string;
  readonly name: string;
  readonly rules: ComplaintRules;
}

/** The case has a complaint. */
export interface ComplaintAlreadyRegistered {
  readonly type: 'ComplaintAlreadyRegistered';
  readonly complaint: Complaint;
}

/** The case is of another type, or has ended. */
export interface CaseTakesNoComplaint {
  readonly type: 'CaseTakesNoComplaint';
  readonly case: Case;
}

/** Nobody can tell by which regime. */
export interface RegimeUndecided {
  readonly type: 'RegimeUndecided';
  readonly regimes: readonly { readonly id: string }[];
  /** The one that was named and is not among them; null when none was. */
  readonly named: string | null;
}

/** What is told of a complaint when it is registered. */
export interface Matter {
  readonly receivedAt: Date;
  readonly category: string | null;
  readonly kinds: readonly string[];
}

/** Whether a case may have a complaint. */
export const takesComplaint = ({ type, status }: Case): boolean => type === 'COMPLAINT' && isUnended(status);

/** The regime that was named, or the only one in effect. */
export function chooseRegime(
  inEffect: readonly RegimeCopy[],
  named: string | null | undefined,
): RegimeCopy | RegimeUndecided {
  const candidates = named == null ? inEffect : inEffect.filter(({ regimeId }) => regimeId === named);
  const [only, second] = candidates;
  if (only && !second) return only;
  return { type: 'RegimeUndecided', regimes: inEffect.map(({ regimeId }) => ({ id: regimeId })), named: named ?? null };
}

/** What is wrong with the keys by which a complaint is told apart under a regime; empty when nothing is. */
export function problemsOfKeys(
  rules: ComplaintRules,
  { category, kinds }: Pick<Matter, 'category' | 'kinds'>,
): Problem[] {
  const unknown = (path: string, key: string, terms: ComplaintRules['kinds']): Problem[] =>
    terms.some((each) => each.key === key)
      ? []
      : [{ path, message: `"${key}" is none of ${terms.map((each) => each.key).join(', ') || 'no keys'}` }];
  return [
    ...(category === null ? [] : unknown('category', category, rules.categories)),
    ...kinds.flatMap((key, i) => unknown(`kinds[${i}]`, key, rules.kinds)),
  ];
}

/** A complaint as it begins: in the first stage of its regime, with that on record. */
export function newComplaint(
  about: Case,
  { id, regimeId, rules }: RegimeCopy,
  matter: Matter,
  record: StepRecord & { readonly complaintId: string },
): KnownComplaint & { readonly step: ComplaintStep } {
  const { complaintId, ...made } = record;
  const stage = rules.stages[0]?.key;
  if (stage === undefined) throw new Error(`${id} has no stage`);
  const receivedOn = dayOf(matter.receivedAt, rules.timeZone);
  const complaint: Complaint = {
    ...{ id: complaintId, caseId: about.id, customerId: about.customerId, regimeId, regimeVersionId: id },
    ...{ ...matter, kinds: [...new Set(matter.kinds)], receivedOn, stage, status: 'RECEIVED' },
    ...{ isEligible: null, ineligibleBecause: null, awaitsCheckSince: null },
    ...{ registeredAt: record.recordedAt, closedAt: null, version: 1 },
  };
  const step: ComplaintStep = {
    ...{ ...NOTHING, ...made, complaintId, number: 1, verb: 'REGISTER', stage, status: 'RECEIVED' },
    ...{ at: matter.receivedAt, on: receivedOn },
  };
  return { complaint, rules, steps: [step], step };
}
