import { addDays } from '@courtesy/kernel';
import type { IncidentRegulatorGround } from '@courtesy/graph-types/cases';
import { dayOf, endOfDay } from '../complaint/day.ts';
import { REPORTING_BODY, REPORTING_TIME_ZONE } from '../incident-record/reporting-rule.ts';

/** By when a regulator must be told of a major incident, and where that is written. */
export interface RegulatorRule {
  readonly ground: IncidentRegulatorGround;
  readonly body: string;
  /** The time allowed, in hours from when the organisation knew, or in whole days after the day on which it happened. */
  readonly within: { readonly hours: number } | { readonly days: number };
  readonly source: string;
}

/**
 * The duties of the United Kingdom to tell a regulator of an event as a whole: of a breach of personal data (UK GDPR Article 33(1): not later than
 * 72 hours after having become aware of it), of the interruption of an essential service (Network and Information Systems Regulations 2018, reg.
 * 11(3): no later than 72 hours after the operator is aware), of an unsafe product (General Product Safety Regulations 2005, reg. 9(1):
 * forthwith, so due when the producer or distributor knows), and of harm to people (RIDDOR 2013, Schedule 1: within 10 days of the incident;
 * each person's own record says more, see `reporting-rule.ts`).
 */
export const regulatorRules: readonly RegulatorRule[] = [
  {
    ground: 'PERSONAL_DATA_BREACH',
    body: "Information Commissioner's Office",
    within: { hours: 72 },
    source: 'UK GDPR, Art. 33(1)',
  },
  {
    ground: 'ESSENTIAL_SERVICE_DOWN',
    body: 'Designated competent authority',
    within: { hours: 72 },
    source: 'Network and Information Systems Regulations 2018, reg. 11(3)',
  },
  {
    ground: 'UNSAFE_PRODUCT',
    body: 'Market surveillance authority',
    within: { hours: 0 },
    source: 'General Product Safety Regulations 2005, reg. 9(1)',
  },
  {
    ground: 'PEOPLE_HARMED',
    body: REPORTING_BODY,
    within: { days: 10 },
    source: 'RIDDOR 2013, Sch. 1 para. 1',
  },
];

const byGround = new Map(regulatorRules.map((rule) => [rule.ground, rule]));

/** The rule behind a ground. */
export function regulatorRuleOf(ground: IncidentRegulatorGround): RegulatorRule {
  const rule = byGround.get(ground);
  if (!rule) throw new Error(`No rule has the ground ${ground}`);
  return rule;
}

/** By when a regulator must be told, counted from `since`. A limit in days ends with the last of them, in Great Britain. */
export function regulatorDueAt(ground: IncidentRegulatorGround, since: Date): Date {
  const { within } = regulatorRuleOf(ground);
  if ('hours' in within) return new Date(since.getTime() + within.hours * 3_600_000);
  return endOfDay(addDays(dayOf(since, REPORTING_TIME_ZONE), within.days), REPORTING_TIME_ZONE);
}
