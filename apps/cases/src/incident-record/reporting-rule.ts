import { addDays } from '@courtesy/kernel';
import type {
  IncidentRecordKind,
  IncidentStanding,
  ReportingGround,
  WorkConnection,
} from '@courtesy/graph-types/cases';
import { dayOf } from '../complaint/day.ts';

/** All that decides whether something must be reported. */
export interface ReportingFacts {
  readonly kind: IncidentRecordKind;
  readonly standing: IncidentStanding;
  /** Whether it arose out of, or in connection with, work. What nobody knows yet counts as if it had, until somebody has found out. */
  readonly workRelated: WorkConnection;
  readonly hasDied: boolean;
  /** Whether an injury is one of those that the regulations specify, such as a fracture other than of fingers, thumbs or toes. */
  readonly hasSpecifiedInjury: boolean;
  readonly wasTakenToHospital: boolean;
  /** Taken there to be on the safe side, when no injury was apparent. */
  readonly isPrecaution: boolean;
  /** On how many consecutive days, the day of the accident not counted, the person could not do their usual work; null when nobody said. */
  readonly daysUnfit: number | null;
  readonly isDangerousOccurrence: boolean;
}

/** One duty to report. */
export interface ReportingRule {
  readonly ground: ReportingGround;
  readonly holds: (facts: ReportingFacts) => boolean;
  /** The report is due within so many days of the day of the incident. */
  readonly withinDays: number;
  /** Whether the regulator must be told at once, before the report itself. */
  readonly withoutDelay: boolean;
  /** Where it is written. */
  readonly source: string;
}

/** More consecutive days than these off the usual work make an accident at work one to report. */
export const DAYS_UNFIT = 7;

const atWork = ({ standing }: ReportingFacts) => standing === 'STAFF' || standing === 'CONTRACTOR';
const notAtWork = ({ standing }: ReportingFacts) => standing === 'CUSTOMER' || standing === 'PUBLIC';
const mayComeOfWork = ({ kind, workRelated }: ReportingFacts) => kind !== 'NEAR_MISS' && workRelated !== 'NO';

/**
 * The duties of the Reporting of Injuries, Diseases and Dangerous Occurrences Regulations 2013 (SI 2013/1471) that a service desk or a shop meets,
 * in the order of the regulations: https://www.legislation.gov.uk/uksi/2013/1471. Regulations 4 (injuries to people at work), 5 (to people not at
 * work), 6 (deaths) and 7 (dangerous occurrences); how and by when is in Schedule 1, Part 1, paragraph 1 (notify by the quickest practicable means
 * without delay, and report within 10 days of the incident) and regulation 4(2) (as soon as practicable, and in any event within 15 days of the
 * accident). That a transfer to hospital as a precaution, with no injury apparent, is not to be reported is guidance of the Health and Safety
 * Executive. Occupational diseases and carcinogens (regulations 8 to 10) and gas (11) are not told here.
 */
export const reportingRules: readonly ReportingRule[] = [
  {
    ground: 'SPECIFIED_INJURY',
    holds: (facts) => mayComeOfWork(facts) && atWork(facts) && facts.hasSpecifiedInjury,
    ...{ withinDays: 10, withoutDelay: true, source: 'RIDDOR 2013, reg. 4(1) and Sch. 1 para. 1' },
  },
  {
    ground: 'OVER_SEVEN_DAYS',
    holds: (facts) => mayComeOfWork(facts) && atWork(facts) && (facts.daysUnfit ?? 0) > DAYS_UNFIT,
    ...{ withinDays: 15, withoutDelay: false, source: 'RIDDOR 2013, reg. 4(2)' },
  },
  {
    ground: 'PUBLIC_TO_HOSPITAL',
    holds: (facts) => mayComeOfWork(facts) && notAtWork(facts) && facts.wasTakenToHospital && !facts.isPrecaution,
    ...{ withinDays: 10, withoutDelay: true, source: 'RIDDOR 2013, reg. 5(a) and Sch. 1 para. 1' },
  },
  {
    ground: 'DEATH',
    holds: (facts) => mayComeOfWork(facts) && facts.standing !== 'NOBODY' && facts.hasDied,
    ...{ withinDays: 10, withoutDelay: true, source: 'RIDDOR 2013, reg. 6 and Sch. 1 para. 1' },
  },
  {
    ground: 'DANGEROUS_OCCURRENCE',
    holds: ({ isDangerousOccurrence }) => isDangerousOccurrence,
    ...{ withinDays: 10, withoutDelay: true, source: 'RIDDOR 2013, reg. 7 and Sch. 1 para. 1' },
  },
];

/** Who is to be told under these rules. */
export const REPORTING_BODY = 'Health and Safety Executive';
/** Whose days count: the regulations are those of Great Britain. */
export const REPORTING_TIME_ZONE = 'Europe/London';

const byGround = new Map(reportingRules.map((rule) => [rule.ground, rule]));

/** The rule behind a ground. */
export function ruleOf(ground: ReportingGround): ReportingRule {
  const rule = byGround.get(ground);
  if (!rule) throw new Error(`No rule has the ground ${ground}`);
  return rule;
}

/** The duty to report that comes first: why, and by the end of which day. */
export interface DutyToReport {
  readonly ground: ReportingGround;
  readonly dueOn: string;
}

/** Whether something must be reported, why and by when. Of several duties the one with the earliest day; null when there is none. */
export function dutyOf(facts: ReportingFacts, occurredAt: Date): DutyToReport | null {
  const [first] = reportingRules.filter(({ holds }) => holds(facts)).sort((a, b) => a.withinDays - b.withinDays);
  if (!first) return null;
  return { ground: first.ground, dueOn: addDays(dayOf(occurredAt, REPORTING_TIME_ZONE), first.withinDays) };
}
