import type { CasePriority, CaseType, ServiceLevelReasonCode } from '@courtesy/graph-types/policy';
import type { ClockTarget } from './clock-rules.ts';
import type { ServiceStandard } from './standard.ts';

/** A case, as far as its service level goes, and the instant for which it is asked. */
export interface Matter {
  readonly caseType: CaseType;
  readonly priority: CasePriority | null;
  readonly tier: string | null;
  readonly contractId: string | null;
  readonly siteId: string | null;
  readonly at: Date;
}

/** A case as a caller tells of it. */
export type MatterGiven = Pick<Matter, 'caseType'> & {
  readonly [K in Exclude<keyof Matter, 'caseType'>]?: Matter[K] | null | undefined;
};

/** The same with nothing left open; asked for now unless the caller says when. */
export const matterOf = (given: MatterGiven, now: Date): Matter => ({
  caseType: given.caseType,
  priority: given.priority ?? null,
  tier: given.tier ?? null,
  contractId: given.contractId ?? null,
  siteId: given.siteId ?? null,
  at: given.at ?? now,
});

/** One step on the way to a service level. */
export interface ServiceLevelReason {
  readonly code: ServiceLevelReasonCode;
  /** What the step is about: a name, an id or a tier. */
  readonly about: string;
}

/** What was promised for a case, and why. */
export interface ServiceLevel {
  readonly at: Date;
  readonly standard: ServiceStandard | null;
  readonly calendarId: string | null;
  readonly calendarVersionId: string | null;
  readonly reasons: readonly ServiceLevelReason[];
}

/** One clock of a standard, and by which hours it counts: a pinned version, or that of the calendar in force when the clock starts. */
export interface ServiceTarget extends ClockTarget {
  readonly countsBy: { readonly calendarId: string } | { readonly calendarVersionId: string | null };
}

/** What became of the contract that was named; null when none was. */
export type ContractStanding = 'UNKNOWN' | 'NOT_IN_FORCE' | 'IN_FORCE' | null;

/** The standard that was chosen, and the steps that led there. */
export interface Choice {
  readonly standard: ServiceStandard | null;
  readonly reasons: readonly ServiceLevelReason[];
}

/** A standard for the priority before one for any. */
const closest = (band: readonly ServiceStandard[]): ServiceStandard | null =>
  band.find(({ priority }) => priority !== null) ?? band[0] ?? null;

/**
 * Chooses among the standards in force for a case's type and for its priority or any. The contract goes first, because it was agreed with
 * this customer alone, and a promise to all must not weaken it; then the tier, which is a promise to some; then the promise to all. A band
 * with a standard for any priority only still goes before a wider band with one for this very priority.
 */
export function chooseStandard(
  inForce: readonly ServiceStandard[],
  { tier, contractId, priority }: Pick<Matter, 'tier' | 'contractId' | 'priority'>,
  contract: ContractStanding,
): Choice {
  const reasons: ServiceLevelReason[] = [];
  const suited = inForce.filter((each) => each.priority === null || each.priority === priority);
  const chosen = (standard: ServiceStandard, code: ServiceLevelReasonCode): Choice => {
    const byPriority = standard.priority === null ? 'ANY_PRIORITY_STANDARD' : 'PRIORITY_STANDARD';
    const last = { code: byPriority, about: standard.priority ?? 'any' } as const;
    return { standard, reasons: [...reasons, { code, about: standard.name }, last] };
  };
  if (contractId !== null && contract !== null) {
    const own = contract === 'IN_FORCE' ? closest(suited.filter((each) => each.contractId === contractId)) : null;
    if (own) return chosen(own, 'CONTRACT_STANDARD');
    const code = contract === 'IN_FORCE' ? 'CONTRACT_WITHOUT_STANDARD' : (`CONTRACT_${contract}` as const);
    reasons.push({ code, about: contractId });
  }
  if (tier !== null) {
    const own = closest(suited.filter((each) => each.tier === tier));
    if (own) return chosen(own, 'TIER_STANDARD');
    reasons.push({ code: 'TIER_WITHOUT_STANDARD', about: tier });
  }
  const general = closest(suited.filter((each) => each.tier === null && each.contractId === null));
  if (general) return chosen(general, 'GENERAL_STANDARD');
  return { standard: null, reasons: [...reasons, { code: 'NO_STANDARD', about: '' }] };
}

/** By which calendar a standard counts for a case whose site works by `siteCalendarId`, and why. */
export function calendarFor(
  standard: ServiceStandard,
  siteCalendarId: string | null,
): { readonly calendarId: string; readonly reason: ServiceLevelReason } {
  if (!standard.siteHours)
    return { calendarId: standard.calendarId, reason: { code: 'STANDARD_CALENDAR', about: standard.calendarId } };
  const code = siteCalendarId === null ? 'SITE_WITHOUT_CALENDAR' : 'SITE_CALENDAR';
  const calendarId = siteCalendarId ?? standard.calendarId;
  return { calendarId, reason: { code, about: calendarId } };
}
