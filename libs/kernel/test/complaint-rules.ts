import type { ComplaintRules, LetterElement, RegimeClock, RegimeStage } from '../src/index.ts';

/** The bank holidays of England in the first half of 2026. */
export const bankHolidays = ['2026-04-03', '2026-04-06', '2026-05-04', '2026-05-25'].map((date) => ({
  date,
  name: 'Bank holiday',
}));

/** A clock of ten business days for the first stage, unless said otherwise. */
export const clockOf = (clock: Partial<RegimeClock> & Pick<RegimeClock, 'key'>): RegimeClock => ({
  name: clock.key,
  stage: 'first',
  startsOn: 'RECEIVED',
  limit: { length: 10, unit: 'BUSINESS_DAYS' },
  dayOne: 'DAY_AFTER',
  onlyFor: [],
  notFor: [],
  stoppedBy: [],
  extension: null,
  basis: null,
  ...clock,
});

/** Something that every letter must contain, unless said otherwise. */
export const elementOf = (element: Partial<LetterElement> & Pick<LetterElement, 'key'>): LetterElement => ({
  mustContain: element.key,
  outcomes: [],
  onlyFor: [],
  notFor: [],
  basis: null,
  ...element,
});

const stageOf = (key: string, decidesApartFrom: readonly string[] = []): RegimeStage => ({
  key,
  name: key,
  decidesApartFrom,
  endedBy: ['STAGE_RESPONSE'],
  basis: null,
});

/** Three stages under the bank holidays of England, of which each decides apart from those before; no clocks and letters unless given. */
export const rulesOf = (rules: Partial<ComplaintRules> = {}): ComplaintRules => ({
  jurisdiction: 'England',
  timeZone: 'Europe/London',
  notice: 'Review with your adviser.',
  sources: [],
  calendar: {
    name: 'Bank holidays',
    holidays: null,
    weekdays: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'],
    closedDays: bankHolidays,
    knownFrom: '2026-01-01',
    knownUntil: '2026-06-30',
  },
  kinds: [],
  stages: [stageOf('first'), stageOf('second', ['first']), stageOf('third', ['first', 'second'])],
  clocks: [],
  letters: [],
  categories: [],
  referral: null,
  notes: [],
  ...rules,
});
