import type { ComplaintRules, RegimeCalendar, RegimeClock, RegimeLetter, RegimeStage } from '@courtesy/kernel';
import type {
  ComplaintRulesInput,
  RegimeCalendarInput,
  RegimeClockInput,
  RegimeLetterInput,
  RegimeStageInput,
} from '@courtesy/graph-types/policy';

/** A date that is no business day. */
export type ClosedDay = RegimeCalendar['closedDays'][number];

const byDate = (a: ClosedDay, b: ClosedDay): number => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0);

/** The business days as they are kept: the closed days given and the holidays looked up for them, each date once. */
export function calendarOf(given: RegimeCalendarInput, holidays: readonly ClosedDay[]): RegimeCalendar {
  const closed = new Map([...holidays, ...(given.closedDays ?? [])].map(({ date, name }) => [date, { date, name }]));
  return {
    name: given.name.trim(),
    weekdays: [...new Set(given.weekdays)],
    holidays: given.holidays ? { country: given.holidays.country, region: given.holidays.region ?? null } : null,
    closedDays: [...closed.values()].sort(byDate),
    knownFrom: `${given.fromYear}-01-01`,
    knownUntil: `${given.untilYear}-12-31`,
  };
}

const stageOf = ({ checkedOutcomes, ...given }: RegimeStageInput): RegimeStage => ({
  ...given,
  decidesApartFrom: given.decidesApartFrom ?? [],
  // Absent where nothing is asked, as in all that was approved before it could be asked.
  ...(checkedOutcomes && checkedOutcomes.length > 0 && { checkedOutcomes: [...new Set(checkedOutcomes)] }),
  basis: given.basis ?? null,
});

const clockOf = (given: RegimeClockInput): RegimeClock => ({
  ...given,
  stoppedBy: given.stoppedBy ?? [],
  extension: given.extension ? { ...given.extension, basis: given.extension.basis ?? null } : null,
  onlyFor: given.onlyFor ?? [],
  notFor: given.notFor ?? [],
  basis: given.basis ?? null,
});

const letterOf = (given: RegimeLetterInput): RegimeLetter => ({
  ...given,
  stages: given.stages ?? [],
  elements: given.elements.map((each) => ({
    ...each,
    outcomes: each.outcomes ?? [],
    onlyFor: each.onlyFor ?? [],
    notFor: each.notFor ?? [],
    basis: each.basis ?? null,
  })),
});

const termsOf = (given: ComplaintRulesInput['kinds']): ComplaintRules['kinds'] =>
  (given ?? []).map((each) => ({ ...each, description: each.description ?? null }));

const referralOf = ({ referral }: ComplaintRulesInput): ComplaintRules['referral'] =>
  referral
    ? {
        name: referral.name,
        url: referral.url ?? null,
        address: referral.address ?? null,
        limit: referral.limit ?? null,
        basis: referral.basis ?? null,
      }
    : null;

/** Rules as they are kept, from rules without problems: nothing is left open, and holidays are dates. */
export const rulesOf = (given: ComplaintRulesInput, holidays: readonly ClosedDay[]): ComplaintRules => ({
  jurisdiction: given.jurisdiction.trim(),
  timeZone: given.timeZone,
  notice: given.notice.trim(),
  sources: given.sources,
  calendar: calendarOf(given.calendar, holidays),
  kinds: termsOf(given.kinds),
  stages: given.stages.map(stageOf),
  clocks: given.clocks.map(clockOf),
  letters: given.letters.map(letterOf),
  categories: termsOf(given.categories),
  referral: referralOf(given),
  notes: (given.notes ?? []).map(({ text, basis }) => ({ text, basis: basis ?? null })),
});
