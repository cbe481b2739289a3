import type { CalendarWeekInput, CasePriority, CaseType } from '@courtesy/graph-types/policy';

/** A calendar, by the key under which sites and standards name it. */
export interface DemoCalendar {
  readonly key: string;
  readonly name: string;
  readonly week: CalendarWeekInput;
}

/** A promise of how soon cases of a kind are answered, in the open time of a calendar. Durations are ISO 8601. */
export interface DemoStandard {
  readonly name: string;
  readonly caseType: CaseType;
  readonly priority?: CasePriority;
  readonly firstResponse: string;
  readonly resolution: string;
  /** The key of the calendar. */
  readonly calendar: string;
}

const hours = (opens: string, closes: string) => [{ opens, closes }];
const weekdays = (opens: string, closes: string) => {
  const day = hours(opens, closes);
  return { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day };
};

/** When the demo's sites are open. */
export const CALENDARS: readonly DemoCalendar[] = [
  {
    key: 'contact-centre',
    name: 'Contact centres',
    week: { ...weekdays('08:00', '20:00'), saturday: hours('09:00', '17:00') },
  },
  {
    key: 'store',
    name: 'Stores',
    week: { ...weekdays('09:00', '18:00'), saturday: hours('09:00', '18:00'), sunday: hours('11:00', '17:00') },
  },
  { key: 'depot', name: 'Depots', week: weekdays('07:00', '16:00') },
];

/** Days on which every site is closed: bank holidays of England and Wales within the demo's two years. */
export const HOLIDAYS = [
  ['2024-12-25', 'Christmas Day'],
  ['2024-12-26', 'Boxing Day'],
  ['2025-01-01', "New Year's Day"],
  ['2025-04-18', 'Good Friday'],
  ['2025-04-21', 'Easter Monday'],
  ['2025-05-05', 'Early May bank holiday'],
  ['2025-05-26', 'Spring bank holiday'],
  ['2025-08-25', 'Summer bank holiday'],
  ['2025-12-25', 'Christmas Day'],
  ['2025-12-26', 'Boxing Day'],
  ['2026-01-01', "New Year's Day"],
  ['2026-04-03', 'Good Friday'],
  ['2026-04-06', 'Easter Monday'],
  ['2026-05-04', 'Early May bank holiday'],
  ['2026-05-25', 'Spring bank holiday'],
  ['2026-08-31', 'Summer bank holiday'],
] as const;

const standard = (name: string, caseType: CaseType, firstResponse: string, resolution: string): DemoStandard => ({
  name,
  caseType,
  firstResponse,
  resolution,
  calendar: 'contact-centre',
});

/** How soon cases are to be answered, in the contact centres' open time. */
export const STANDARDS: readonly DemoStandard[] = [
  standard('Complaints', 'COMPLAINT', 'PT8H', 'PT60H'),
  { ...standard('Urgent complaints', 'COMPLAINT', 'PT1H', 'PT12H'), priority: 'URGENT' },
  standard('Incidents', 'INCIDENT', 'PT30M', 'PT8H'),
  standard('Enquiries', 'ENQUIRY', 'PT4H', 'PT24H'),
  standard('Requests', 'REQUEST', 'PT4H', 'PT36H'),
  standard('Returns', 'RETURN', 'PT8H', 'PT48H'),
];
